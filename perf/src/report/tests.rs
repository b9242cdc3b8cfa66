//! The report as a reader gets it: files on disk, read back by an HTML parser, an XML parser and a PNG decoder.

use super::compare::{self, Measure, Outcome, Verdict};
use super::statistics::paired;
use super::{fixture, write};
use crate::results::{Kind, Load, Row, Run};
use scraper::{Html, Selector};
use tempfile::TempDir;

const FILES: [&str; 5] = ["latency-p50", "latency-p99", "throughput", "distribution", "stages"];

fn written(run: &Run) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(run, folder.path()).unwrap();
    // For a person who wants to look: PERF_FIXTURE_PAGE=/tmp/page cargo test -p perf plots_are
    if let Some(kept) = std::env::var_os("PERF_FIXTURE_PAGE") {
        std::fs::create_dir_all(&kept).unwrap();
        crate::scale::write_report(&crate::scale::tests::report(), kept.as_ref()).unwrap();
        write(run, kept.as_ref()).unwrap();
    }
    folder
}

fn page(run: &Run) -> Html {
    let html = Html::parse_document(&super::page::page(run, &super::plots::all(run), None));
    assert!(html.errors.is_empty(), "{:?}", html.errors);
    html
}

fn texts(html: &Html, selector: &str) -> Vec<String> {
    let selector = Selector::parse(selector).unwrap();
    let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    html.select(&selector)
        .map(|element| element.text().flat_map(words).collect::<Vec<_>>().join(" "))
        .collect()
}

fn row<'r>(run: &'r Run, id: &str) -> &'r Row {
    run.rows.iter().find(|row| row.id == id).unwrap()
}

#[test]
fn the_page_is_html_that_fetches_nothing() {
    let run = fixture::run();
    let text = super::page::page(&run, &super::plots::all(&run), None);
    let html = page(&run);
    for tag in ["link", "img", "iframe", "script[src]", "a[href]", "use", "image"] {
        assert!(texts(&html, tag).is_empty(), "{tag}");
    }
    assert!(!text.contains("http://") && !text.contains("https://") && !text.contains("url("), "an address");
    assert_eq!(texts(&html, "h1").len(), 1);
    // Each plot is there, with a text in its place.
    let svg = Selector::parse("figure svg[role=img]").unwrap();
    let alts: Vec<&str> = html.select(&svg).filter_map(|svg| svg.attr("aria-label")).collect();
    assert_eq!(alts.len(), FILES.len());
    assert!(
        alts.iter().all(|alt| alt.contains("FIXTURE") && alt.contains("ms") | alt.contains("second")),
        "{alts:?}"
    );
    // Every table has heads for its columns and rows.
    let table = Selector::parse("table").unwrap();
    let (columns, rows) = (
        Selector::parse("thead th[scope=col]").unwrap(),
        Selector::parse("tbody tr > th[scope=row]").unwrap(),
    );
    assert_eq!(html.select(&table).count(), 3);
    for table in html.select(&table) {
        assert!(table.select(&columns).count() >= 7 && table.select(&rows).count() >= 2);
    }
}

#[test]
fn losses_come_before_wins() {
    let html = page(&fixture::run());
    let said = texts(&html, ".answer li");
    assert!(said[0].contains("lose") && said[0].contains("worst"), "{said:?}");
    assert!(said.iter().any(|sentence| sentence.contains("18.2 ms at the median")), "{said:?}");
    let heads = texts(&html, "h2");
    let place = |head: &str| heads.iter().position(|found| found == head).unwrap();
    assert!(place("Where Anteroom loses") < place("The figures"), "{heads:?}");
    // TEI with our graph answers one request faster than our pool: named, and so is what it costs.
    let lost = texts(&html, "#losses ~ .wide tbody tr");
    assert!(
        lost.iter().any(|line| line.starts_with("FIXTURE Anteroom pool FIXTURE TEI, our graph mixed median latency")),
        "{lost:#?}"
    );
    // Nobody runs the pool without batching, and fp32 is not compared with int8 of others.
    assert!(!lost.iter().any(|line| line.contains("batching off") || line.contains("int8")), "{lost:#?}");
}

#[test]
fn ratios_are_of_pairs() {
    let mut run = fixture::run();
    // Hand-made: the machine halves in round 2, and both systems with it.
    let set = |run: &mut Run, id: &str, speeds: [f64; 3]| {
        let row = run.rows.iter_mut().find(|row| row.id == id).unwrap();
        let load = row
            .loads
            .iter_mut()
            .find(|load| load.kind == Kind::Closed { in_flight: 32 } && load.texts == "mixed")
            .unwrap();
        for (round, speed) in load.rounds.iter_mut().zip(speeds) {
            round.throughput = speed;
        }
    };
    set(&mut run, "fastapi-1t", [50.0, 25.0, 60.0]);
    set(&mut run, "fastapi", [49.0, 24.0, 30.0]);
    set(&mut run, "pool", [75.0, 40.0, 84.0]);
    let load = |id: &str| -> &Load {
        let row = run.rows.iter().find(|row| row.id == id).unwrap();
        super::statistics::load(row, &Kind::Closed { in_flight: 32 }, "mixed").unwrap()
    };
    let ratio = paired(load("pool"), load("fastapi-1t"), super::statistics::throughput).unwrap();
    assert_eq!((ratio.low, ratio.median, ratio.high), (1.4, 1.5, 1.6));
    let html = page(&run);
    let lines = texts(&html, "table.figures tbody tr");
    let pool = lines.iter().find(|line| line.contains("Anteroom pool un-padded")).unwrap();
    assert!(pool.contains("75.0 1.50 1.40–1.60"), "{pool}");
    let table = super::markdown::page(&run);
    assert!(table.contains("| 75.0 | 1.50 (1.40–1.60) |"), "{table}");
}

#[test]
fn the_machines_mood_vanishes_from_ratios() {
    let run = fixture::run();
    let (pool, triton) = (row(&run, "pool"), row(&run, "triton-b16"));
    let gain = compare::Comparison::of(pool, triton, "mixed", Measure::Throughput(32)).unwrap().gain;
    assert!(gain.high - gain.low < 1e-9 && (gain.median - 78.0 / 29.0).abs() < 1e-9, "{gain:?}");
}

#[test]
fn the_verdict_follows_the_three_comparisons() {
    let verdict = |change: &dyn Fn(&mut Run)| {
        let mut run = fixture::run();
        change(&mut run);
        compare::answer(&run).verdict
    };
    let faster = |id: &'static str, lone: f64, many: f64| {
        move |run: &mut Run| {
            let row = run.rows.iter_mut().find(|row| row.id == id).unwrap();
            for load in &mut row.loads {
                for round in &mut load.rounds {
                    round.throughput *= many;
                    round.latency_ms.as_mut().unwrap().p50 /= lone;
                }
            }
        }
    };
    // Of two settings of one system the better counts, at each measure by itself.
    assert_eq!(compare::lone(&fixture::run(), row(&fixture::run(), "pool"), 1).unwrap().peer.id, "fastapi");
    assert_eq!(
        compare::many(&fixture::run(), row(&fixture::run(), "pool"), 1).unwrap().peer.id,
        "fastapi-1t"
    );
    assert_eq!(verdict(&|_| {}), Verdict::No);
    assert_eq!(verdict(&faster("fastapi", 2.0, 1.0)), Verdict::InPart);
    assert_eq!(verdict(&faster("triton-b16", 1.0, 9.0)), Verdict::InPart);
    assert_eq!(verdict(&faster("fastapi", 2.0, 9.0)), Verdict::Yes);
    assert_eq!(verdict(&|run| run.rows.retain(|row| row.number != Some(3))), Verdict::Unknown);
    assert_eq!(verdict(&|run| run.rows.clear()), Verdict::Unknown);
}

#[test]
fn within_the_spread_is_not_lost_in_all() {
    let run = fixture::run();
    let pool = row(&run, "pool");
    let mut peer = row(&run, "fastapi").clone();
    peer.loads.clone_from(&pool.loads);
    for load in &mut peer.loads {
        for (round, mood) in load.rounds.iter_mut().zip([1.1, 0.9, 1.05]) {
            round.throughput *= mood;
        }
    }
    let outcome = compare::Comparison::of(pool, &peer, "mixed", Measure::Throughput(32)).unwrap().outcome();
    assert_eq!(outcome, Outcome::LostWithinSpread);
}

#[test]
fn what_was_skipped_and_what_is_int8_is_named() {
    let run = fixture::run();
    let html = page(&run);
    let items = texts(&html, "section li");
    assert!(
        items
            .iter()
            .any(|item| item.contains("Triton, no batching") && item.contains("does not install here"))
    );
    let badges = texts(&html, ".badge.int8");
    assert!(
        !badges.is_empty() && badges.iter().all(|badge| badge == "int8, 99.40 % same labels"),
        "{badges:?}"
    );
    let table = super::markdown::page(&run);
    assert!(table.contains("int8, un-padded (99.40 % same labels)"));
    assert!(table.contains("- 2 FIXTURE Triton, no batching: nvidia-pytriton does not install here"));
}

#[test]
fn a_run_that_must_not_be_quoted_says_so() {
    let mut run = fixture::run();
    assert!(texts(&page(&run), "aside li").is_empty());
    run.settings.quick = true;
    run.machine.load_before[0] = 3.0;
    run.rows[0].loads[0].rounds[0].wrong = 7;
    let said = texts(&page(&run), "aside li").join(" ");
    for part in ["quick run", "not quiet", "7 of", "wrong"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn names_from_results_stay_text() {
    let mut run = fixture::run();
    let evil = "</script><script>x</script>\"'&|<b>";
    for row in &mut run.rows {
        row.name = evil.into();
        row.notes = vec![evil.into()];
    }
    run.rows[1].skipped = Some(evil.into());
    run.machine.cpu = evil.into();
    run.settings.model = evil.into();
    let mixed = run.texts["mixed"].clone();
    run.texts.insert(evil.into(), mixed);
    let html = page(&run);
    assert_eq!(texts(&html, "script").len(), 1);
    assert!(texts(&html, "b").is_empty());
    assert!(texts(&html, "dd").iter().any(|text| text == evil));
    for chart in super::plots::all(&run) {
        assert!(roxmltree::Document::parse(&chart.file(true)).is_ok(), "{}", chart.name);
    }
    assert!(!super::markdown::page(&run).contains("<b>"));
}

#[test]
fn plots_are_svg_and_png() {
    let folder = written(&fixture::run());
    for file in FILES {
        let svg = std::fs::read_to_string(folder.path().join(format!("{file}.svg"))).unwrap();
        let xml = roxmltree::Document::parse(&svg).unwrap();
        assert_eq!(xml.root_element().tag_name().namespace(), Some("http://www.w3.org/2000/svg"));
        let drawn =
            xml.descendants().filter(|node| matches!(node.tag_name().name(), "polyline" | "rect")).count();
        assert!(drawn >= 5, "{file}: {drawn}");
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{file}");
        let png = resvg::tiny_skia::Pixmap::load_png(folder.path().join(format!("{file}.png"))).unwrap();
        assert_eq!(png.width(), 1680);
        // Drawn, text included: where the title stands, not all is white.
        let dark = |x: u32, y: u32| png.pixel(x, y).is_some_and(|pixel| pixel.red() < 128);
        let title =
            (0..png.width()).flat_map(|x| (30..60).map(move |y| (x, y))).filter(|(x, y)| dark(*x, *y));
        assert!(title.count() > 200, "{file} has no title");
    }
}

#[test]
fn a_run_without_figures_has_a_page() {
    let mut run = fixture::run();
    for row in &mut run.rows {
        row.loads.clear();
        row.skipped = Some("FIXTURE".into());
    }
    let html = page(&run);
    assert_eq!(texts(&html, ".answer h2"), ["This run cannot tell."]);
    assert!(texts(&html, "figure").is_empty());
    run.rows.clear();
    run.texts.clear();
    page(&run);
}

#[test]
fn results_of_another_version_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("table.json");
    let mut run = fixture::run();
    std::fs::write(&file, serde_json::to_string(&run).unwrap()).unwrap();
    // Reading a number may move its last digit.
    let back = super::read(&file).unwrap();
    assert_eq!(
        (back.started, back.machine, back.rows.len()),
        (run.started.clone(), run.machine.clone(), run.rows.len())
    );
    run.version += 1;
    std::fs::write(&file, serde_json::to_string(&run).unwrap()).unwrap();
    assert!(super::read(&file).unwrap_err().to_string().contains("version 2"));
    std::fs::write(&file, "{}").unwrap();
    assert!(super::read(&file).is_err());
}

#[test]
fn a_quick_run_has_an_answer_too() {
    let mut run = fixture::run();
    // One request at a time on texts of one length, many on mixed ones, and nothing else.
    for row in &mut run.rows {
        row.loads.retain(|load| {
            let (lone, many) = (Kind::Closed { in_flight: 1 }, Kind::Closed { in_flight: 32 });
            (load.kind == lone && load.texts == "uniform32") || (load.kind == many && load.texts == "mixed")
        });
    }
    assert_eq!(compare::answer(&run).verdict, Verdict::No);
    let html = page(&run);
    assert!(texts(&html, ".answer li").iter().any(|said| said.contains("on uniform32 texts")));
    // In each table every line has as many cells as its head.
    for table in html.select(&Selector::parse("table.figures").unwrap()) {
        let count = |selector: &str| table.select(&Selector::parse(selector).unwrap()).count();
        assert_eq!(count("tbody tr:first-child > *"), count("thead tr:last-child > *"));
    }
    let markdown = super::markdown::page(&run);
    for lines in markdown.lines().collect::<Vec<_>>().windows(3).filter(|lines| lines[1].starts_with("|---"))
    {
        assert!(
            lines.iter().all(|line| line.matches('|').count() == lines[1].matches('|').count()),
            "{lines:#?}"
        );
    }
}
