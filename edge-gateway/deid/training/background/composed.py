"""Sentences and phrases composed from the lexicon: the breadth of ordinary clinical words, none to be removed."""
from ..grammar import Pool, lines

REVIEW = Pool("composed review", lines("""
{system}: Negative for {symptom}, {symptom}, and {symptom}.
{system}: Denies {symptom} or {symptom}.
{system}: Endorses {symptom}. Denies {symptom}.
{system}: Positive for {symptom}.
{system.UP}: No {symptom}, {symptom} or {symptom}.
{system} - {symptom}, no {symptom}
{system}: {finding.Cap}. {adj.Cap} {finding} of the {site}.
{system}: No {finding}, {finding}, or {finding}.
{system}: {adj.Cap}.
{system.UP}: {adj.Cap}, {adj}, no {finding}.
{system} ({adj}): {finding}
{system}: WNL
{system}: See above.
{system} system reviewed and noncontributory.
{abbr}: {adj} {symptom}
{abbr.UP}: {finding}
Denies {symptom}, {symptom}, {symptom}, {symptom}, or {symptom}.
Endorses {symptom} and {symptom}.
Positive for {symptom}, {symptom}. Negative for {symptom}.
No {finding}.
{finding.Cap} noted over the {site}.
{finding.Cap}, {adj}, at the {site}.
{adj.Cap} {finding} in the {site} and {site}.
Palpation of the {site} reveals {finding}.
Inspection shows {adj} {finding}.
Examination of the {site}: {finding}, {finding}.
{site.Cap}: {adj}, without {finding}.
{site.Cap} has {adj} {finding} and no {finding}.
Pain to palpation of the {site}.
Tender at the {site}; nontender at the {site}.
"""))
STORY = Pool("composed story", lines("""
{opener}, {he_she} has {adj} {symptom} and {symptom}.
{opener}, the {symptom} is {adj}.
{opener}, {abbr} and {abbr} are stable.
{opener} there is {adj} {symptom} in the {site}.
{opener}, no {symptom}.
{symptom.Cap} began {ago} and is now {adj}.
{symptom.Cap} is {adj}, with {symptom}.
{symptom.Cap}.
{symptom.Cap} and {symptom}.
{adj.Cap} {symptom} for several weeks.
{adj.Cap} {symptom}, {adj} {symptom}, and {symptom}.
{abbr}, {abbr}, {abbr} and {dx}.
{abbr} - {adj}.
{abbr} with {abbr}.
H/o {abbr}, {abbr}, s/p {procedure}.
{dx.Cap} and {dx}.
{dx.Cap}.
{drug.Cap} and {drug}.
{brand}, {brand}, and {generic}.
{brand}. {brand}. {brand}.
{generic.Cap} {dose}.
Past surgical history includes {procedure} and {procedure}.
{procedure.Cap} in {year}, {procedure} in {year}.
Status post {procedure} of the {site}.
{procedure.Cap}, {procedure}, and {procedure}.
{He_She_works} as a {job}.
Works as a {job}; {his_her} {kin} is a {job}.
Retired {job}.
{job.Cap}, married, {n} children.
Enjoys {thing} and {thing}.
Drinks {thing} every morning.
Eats {thing}, {thing}, and {thing} most days.
Cut back on {thing}.
Has a {thing} at home.
Father had {dx}. Mother had {dx} and {dx}.
Mother, {age}, has {dx}. Father, {age}, is {adj}.
Brother with {abbr}; sister with {eponym}.
Family history of {alone} and {abbr}.
Noncontributory.
{alone} was considered.
{alone} disease runs in the family.
{alone} sign is negative.
{alone} test is positive on the right.
{alone} is {adj}.
{alone} score is {n}.
{alone} and {alone} are negative.
Known {alone}, on {brand}.
{tool} negative.
Up-to-date on {subhead.low}.
This is a {adj} {age}-year-old {ethnic} {man|woman} with {abbr} and {abbr}.
A {age}-year-old {job} with {symptom}.
{age} y/o {ethnic} {M|F} c {abbr}, {abbr}, p/w {symptom} x {n} d.
{He_She} says that the {symptom} gets worse with {thing}.
These {symptom} episodes last minutes.
Those symptoms have resolved.
Symptoms include {symptom}, {symptom} and {symptom}.
Quality: {adj}. Severity: {n}/10. Location: {site}. Timing: {adj}.
Associated with {symptom}; relieved by {generic}.
Illnesses: {abbr}, {dx}. Operations: {procedure}. Injuries: none.
Previous {procedure} by {dept}.
Recent {test} showed {finding}.
Annual exam.
Annual physical, {adj} health.
Follow-up of {abbr}.
Establish care.
Medication refill.
Sick visit for {symptom}.
Preop evaluation for {procedure}.
""".replace("{He_She_works}", "Currently works").replace("{He_She}", "{he_she.Cap}")))
THINKING = Pool("composed thinking", lines("""
{subhead}: {dx.Cap}, {adj}.
{subhead}: Continue {drug}.
{subhead}: {generic.Cap} {dose} {freq}.
{subhead}: {dept}.
{subhead}: None.
{subhead}: {test}.
{subhead}: The patient understands and agrees.
{subhead.UP}: {adj}
{subhead} - {symptom}
{subhead}: {finding}
{subhead}
{subhead}: Reviewed {subhead.low} and {subhead.low}.
{dx.Cap}: {adj}, continue {brand}.
{dx.Cap} - {test}, {test}.
{abbr}: {brand}, {generic}, {test}.
{abbr} secondary to {abbr}.
{adj.Cap} {dx}, {adj}.
{adj.Cap} {finding}, likely {dx}.
{opener}, this is {dx}.
{opener}, {test} will be repeated.
{opener}, we will start {brand}.
{opener}, I would favor {procedure}.
{procedure.Cap} was offered.
Initiate {generic} {dose} {freq}.
Order {test}, {test}, and {test}.
Referral to {dept} for {procedure}.
Recommend {procedure} versus {generic}.
Hold {abbr} and {abbr}.
Repeat {test} and {abbr}.
Differential: {dx}, {dx}, {abbr}, {alone}.
Rule out {alone}.
Risk of {symptom} was explained.
Counseled on {thing}, {thing}, and sleep.
Avoid {thing}.
Limit {thing} and {thing}.
Prescription for {brand} was sent.
{test} results: {finding}.
{test} demonstrates {adj} {finding} of the {site}.
{test} of the {site}: {finding}, no {finding}.
Diagnostic impression: {dx}, {dx}.
Interpretation: {adj} {test}.
Next: {procedure}.
Total time {n} minutes.
Questions were answered.
Routine {test} is due.
"""))
ASKING = Pool("composed questions", lines("""
{ask} of {generic} in {dx}?
{ask} of {brand} in a {age}-year-old with {abbr}?
{ask} for {alone} disease
{ask}: {drug} for {abbr}
{ask} after {procedure}
{ask} for {procedure} in {abbr}?
{ask} regarding {brand} and {brand}
{ask} of {test} in {eponym}?
{age}yo {ethnic} {male|female} w/ {abbr}, {abbr}, on {brand}: {ask}?
{age} y/o {M|F}, hx {abbr}, {symptom}. {ask}?
{ask} in {age}-year-old {ethnic} {man|woman} with {symptom} and {finding}
What is the {ask.low} of {procedure} for {dx}?
What are the {ask.low} for {abbr} per {guide}?
Does {brand} worsen {symptom}?
Is {symptom} a side effect of {generic}?
How does {guide} define {abbr}?
Which {test} for {symptom} with {finding}?
{alone} criteria for {dx}?
{guide} {year}: {ask} in {abbr}
Interested in {ask.low} of {pharma} {thing}
Pt's {abbr} is {adj}; {ask.low}?
{symptom.Cap} plus {symptom} plus {finding}: differential?
Best test for {symptom} in a {job}?
Can {generic} cause {symptom}?
{dx.Cap} vs {dx}: {ask.low}
DX'd with {abbr} in {year}, now {symptom}, on {brand}. {ask}?
Concerned about {symptom} after {procedure}. {ask}?
"""))
