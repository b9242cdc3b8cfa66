"""Slots for dates, times and ages: `{date}`, `{dob}`, `{month}`, `{year}`, `{time}`, `{age}`, `{age90}` …

For: every template. DATE is everything more exact than a year; YEAR, AGE (under 90), WEEKDAY, TIME and
RELATIVE_DATE are labelled so that what was wrongly taken can be told by kind.
"""
from __future__ import annotations

from .grammar import slot

MONTHS = "January February March April May June July August September October November December".split()
SHORT = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
HOLIDAYS = "Thanksgiving,Christmas,Easter,New Year's Eve,Labor Day,Memorial Day,Ramadan,Passover,Diwali,Halloween,Mother's Day,the Fourth of July,Yom Kippur,Lent,Boxing Day,Eid,Hanukkah,Christmas Eve,New Year's Day,Good Friday,Palm Sunday,Mardi Gras,St Patrick's Day,St. Patrick's Day,Valentine's Day,Father's Day,Veterans Day,Columbus Day,Presidents' Day,Pearl Harbor Day,Groundhog Day,Juneteenth,Cinco de Mayo,Tet,Lunar New Year,Rosh Hashanah,Purim,Pentecost,Bank Holiday,Canada Day,Bastille Day,Carnival,Holi,Nowruz".split(",")
ORDINALS = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth
seventeenth eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth twenty-sixth
twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first""".split()
ONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
TENS = "_ _ twenty thirty forty fifty sixty seventy eighty ninety".split()

FOREIGN_MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "no": "januar februar mars april mai juni juli august september oktober november desember",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta marraskuuta joulukuuta",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
}
FOREIGN_MONTHS = {k: v.split() for k, v in FOREIGN_MONTHS.items()}


def number_words(n: int) -> str:
    if n < 20:
        return ONES[n]
    if n < 100:
        return TENS[n // 10] + ("-" + ONES[n % 10] if n % 10 else "")
    return ONES[n // 100] + " hundred" + (" and " + number_words(n % 100) if n % 100 else "")


def year_words(y: int) -> str:
    if 2000 <= y < 2010:
        return "two thousand" + (" " + ONES[y - 2000] if y > 2000 else "")
    return number_words(y // 100) + " " + ("hundred" if y % 100 == 0 else ("oh " + ONES[y % 100] if y % 100 < 10 else number_words(y % 100)))


def ordinal(d: int) -> str:
    return f"{d}" + ("th" if 10 <= d % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(d % 10, "th"))


def ymd(doc, birth=False):
    year = doc.int(1925, 2020) if birth else doc.choice((doc.int(2015, 2026), doc.int(1995, 2026)))
    month = doc.int(1, 12)
    return year, month, doc.int(1, (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1])


def english(doc, y, m, d) -> str:
    M, S = MONTHS[m - 1], SHORT[m - 1]
    return doc.choice((f"{m:02}/{d:02}/{y}", f"{m}/{d}/{y}", f"{m}/{d}/{y % 100:02}", f"{m:02}/{d:02}/{y % 100:02}", f"{y}-{m:02}-{d:02}",
                       f"{M} {d}, {y}", f"{M} {d}, {y}", f"{M} {ordinal(d)}, {y}", f"{S} {d}, {y}", f"{S} {ordinal(d)} {y}", f"{d} {M} {y}",
                       f"{d} {S} {y}", f"{d:02}-{S}-{y}", f"{d:02}{S.upper()}{y}", f"{m:02}-{d:02}-{y}", f"{m}-{d}-{y % 100:02}",
                       f"{M} {d} {y}", f"the {ordinal(d)} of {M} {y}", f"{S}. {d}, {y}", f"{S} {d} '{y % 100:02}", f"{m:02}.{d:02}.{y}",
                       f"{d:02}-{S}-{y % 100:02}", f"{M} the {ordinal(d)}, {y}", f"{y}/{m:02}/{d:02}"))


def no_year(doc, y, m, d) -> str:
    M, S = MONTHS[m - 1], SHORT[m - 1]
    return doc.choice((f"{m}/{d}", f"{m:02}/{d:02}", f"{M} {d}", f"{M} {ordinal(d)}", f"{S} {d}", f"{S} {ordinal(d)}", f"{d} {S}", f"{d} {M}",
                       f"the {ordinal(d)} of {M}", f"{S}. {d}"))


def spoken(doc, y, m, d) -> str:
    M = MONTHS[m - 1].lower() if doc.chance(0.5) else MONTHS[m - 1]
    return doc.choice((f"{M} {ORDINALS[d - 1]}", f"the {ORDINALS[d - 1]} of {M}", f"{M} {ORDINALS[d - 1]} {year_words(y)}",
                       f"{M} {number_words(d)}", f"{M} {ordinal(d)}", f"{M} {ORDINALS[d - 1]}, {y}", f"{M} the {ORDINALS[d - 1]}"))


def local(doc, y, m, d) -> str:
    """A date as the country of the document writes it."""
    language = doc.country.language if doc.country else doc.choice(sorted(FOREIGN_MONTHS))
    dotted = [f"{d:02}.{m:02}.{y}", f"{d}.{m}.{y}", f"{d:02}.{m:02}.{y % 100:02}", f"{d}. {m}. {y}"]
    slashed = [f"{d:02}/{m:02}/{y}", f"{d}/{m}/{y}", f"{d:02}/{m:02}/{y % 100:02}"]
    dashed = [f"{d:02}-{m:02}-{y}", f"{y}-{m:02}-{d:02}"]
    if language in ("zh", "ja"):
        return doc.choice((f"{y}年{m}月{d}日", f"{y}/{m:02}/{d:02}", f"{y}-{m:02}-{d:02}"))
    if language == "ko":
        return doc.choice((f"{y}년 {m}월 {d}일", f"{y}.{m:02}.{d:02}", f"{y}-{m:02}-{d:02}"))
    if language == "en":
        return doc.choice(slashed + dashed + [f"{d} {MONTHS[m - 1]} {y}", f"{d} {SHORT[m - 1]} {y}", f"{ordinal(d)} {MONTHS[m - 1]} {y}", f"{MONTHS[m - 1]} {d}, {y}"])
    M = FOREIGN_MONTHS.get(language, MONTHS)[m - 1]
    long = {"de": [f"{d}. {M} {y}", f"{d:02}. {M} {y}", f"den {d}. {M} {y}"], "fr": [f"{d} {M} {y}", f"le {d} {M} {y}", f"le {'1er' if d == 1 else d} {M} {y}"],
            "es": [f"{d} de {M} de {y}", f"{d} de {M} del {y}"], "pt": [f"{d} de {M} de {y}"], "hu": [f"{y}. {M} {d}.", f"{y}.{m:02}.{d:02}."],
            "fi": [f"{d}. {M} {y}", f"{d}.{m}.{y}"], "cs": [f"{d}. {M} {y}"], "da": [f"{d}. {M} {y}"], "no": [f"{d}. {M} {y}"]}.get(language, [f"{d} {M} {y}"])
    return doc.choice(long + long + (dotted if language in ("de", "fi", "cs", "no", "pl", "tr", "ru", "ro", "da") else slashed) + dashed[:1])


STYLES = {"full": english, "short": no_year, "spoken": spoken, "local": local,
          "iso": lambda doc, y, m, d: f"{y}-{m:02}-{d:02}", "hl7": lambda doc, y, m, d: f"{y}{m:02}{d:02}",
          "us": lambda doc, y, m, d: f"{m:02}/{d:02}/{y}", "long": lambda doc, y, m, d: f"{MONTHS[m - 1]} {d}, {y}",
          "stamp": lambda doc, y, m, d: f"{y}-{m:02}-{d:02}T{doc.int(0, 23):02}:{doc.int(0, 59):02}:{doc.int(0, 59):02}"}


@slot("date", phi=True)
def date(doc, form):
    if not form:
        form = "local" if doc.country and doc.chance(0.85) else "full" if doc.chance(0.62) else "short" if doc.chance(0.85) else "spoken"
    doc.add(STYLES[form](doc, *ymd(doc)), "DATE")


@slot("dob", phi=True)
def dob(doc, form):
    form = form or ("local" if doc.country else "full")
    doc.add(STYLES[form](doc, *ymd(doc, birth=True)), "DATE")


@slot("range", phi=True)
def date_range(doc, form):
    y, m, d = ymd(doc)
    e = min(28, d + doc.int(1, 9))
    d = min(d, e - 1) or 1
    a, b = doc.choice(((f"{m}/{d}", f"{m}/{e}"), (f"{MONTHS[m - 1]} {d}", f"{e}"), (f"{m:02}/{d:02}/{y}", f"{m:02}/{e:02}/{y}"),
                       (f"{SHORT[m - 1]} {d}", f"{SHORT[m - 1]} {e}, {y}")))
    doc.add(a + doc.choice(("-", " - ", "–")) + b if doc.chance(0.5) else a + " to " + b, "DATE")


@slot("month", phi=True)
def month(doc, form):
    doc.add(doc.choice(MONTHS), "DATE")


@slot("monyear", phi=True)
def month_year(doc, form):
    y, m, _ = ymd(doc)
    doc.add(doc.choice((f"{MONTHS[m - 1]} {y}", f"{MONTHS[m - 1]} of {y}", f"{SHORT[m - 1]} {y}", f"{m:02}/{y}", f"{m}/{y}", f"{MONTHS[m - 1]}, {y}", f"{SHORT[m - 1]} '{y % 100:02}")), "DATE")


@slot("ordinal", phi=True)
def day_of_month(doc, form):
    """ "the fourth", said of a day of this month."""
    d = doc.int(1, 31)
    doc.add("the " + (ORDINALS[d - 1] if doc.chance(0.6) else ordinal(d)), "DATE")


@slot("year")
def year(doc, form):
    doc.add(str(doc.choice((doc.int(2000, 2026), doc.int(1950, 2026)))), "YEAR")


@slot("weekday")
def weekday(doc, form):
    day = doc.choice(DAYS)
    doc.add(day if doc.chance(0.8) else doc.choice((day[:3], day[:3] + ".", day + "s", day[:3] + "/" + doc.choice(DAYS)[:3])), "WEEKDAY")


@slot("holiday")
def holiday(doc, form):
    doc.add(doc.choice(HOLIDAYS), "WEEKDAY")


@slot("time")
def time(doc, form):
    h, m = doc.int(0, 23), doc.int(0, 59)
    doc.add(doc.choice((f"{h:02}:{m:02}", f"{h:02}{m:02}", f"{h % 12 or 12}:{m:02} {doc.choice(('AM', 'PM', 'am', 'p.m.'))}", f"{h % 12 or 12}{doc.choice((' am', ' pm', 'pm', 'am'))}", f"{h:02}:{m:02} hrs")), "TIME")


@slot("ago")
def relative(doc, form):
    n = doc.choice(("two", "three", "4", "5", "6", "several", "a few", "10", "about 8", "18"))
    doc.add(doc.choice((f"{n} days ago", f"{n} weeks ago", f"{n} months ago", f"{n} years ago", "last week", "last month", "yesterday", "last night", "last year",
                        "this morning", "the day before yesterday", f"last {doc.choice(DAYS)}")), "RELATIVE_DATE")


@slot("in_time")
def ahead(doc, form):
    n = doc.choice(("2", "two", "3", "four", "6", "10-14", "1-2", "six"))
    doc.add(doc.choice((f"in {n} weeks", f"in {n} days", f"in {n} months", "tomorrow", "next week", "next month", f"on {doc.choice(DAYS)}")), "RELATIVE_DATE")


@slot("age")
def age(doc, form):
    n = doc.choice((doc.int(1, 89), doc.int(30, 89)))
    if form == "words":
        doc.add(number_words(n), "AGE")
    else:
        doc.add(str(n), "AGE")


@slot("age90", phi=True)
def age90(doc, form):
    n = doc.choice((doc.int(90, 99), doc.int(90, 112)))
    doc.add(number_words(n) if form == "words" else str(n), "AGE90")
