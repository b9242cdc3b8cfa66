//! Charts as SVG: lines with markers, and stacked bars. Colours are classes, given by [`stylesheet`], so that one drawing serves a
//! page in light and in dark, a file of its own, and a bitmap.

use super::axis::Axis;
use maud::{Markup, html};

/// Width of a chart in its own units; a page scales it.
pub(super) const WIDTH: f64 = 840.0;

/// Light and dark colours of series. The first [`OURS`] are for our rows. Each has a contrast of 3 : 1 and more to its
/// background (WCAG 1.4.11); lines differ by dashes and markers as well, so that colour is never the only difference.
const SERIES: [(&str, &str); 12] = [
    ("#00639b", "#5cc0ff"),
    ("#00796b", "#3ddbc4"),
    ("#5b3fd1", "#a996ff"),
    ("#b3261e", "#ff8a80"),
    ("#a15c00", "#ffb951"),
    ("#8e2a8b", "#f08ce8"),
    ("#5f6b00", "#c5d14a"),
    ("#ad3b70", "#ff9cc4"),
    ("#5d5f5f", "#b5b8b8"),
    ("#7a4a2b", "#e0a987"),
    ("#3b6939", "#9ed49a"),
    ("#4a5568", "#a0b4d0"),
];

/// How many of the colours are for our rows.
const OURS: usize = 3;

const DASHES: [&str; 4] = ["7 4", "2 3", "10 3 2 3", "4 4"];

/// The rules that colour every chart. With `dark`, also for who prefers dark.
pub(super) fn stylesheet(dark: bool) -> String {
    let palette = |pick: fn(&(&'static str, &'static str)) -> &'static str, ink: [&str; 4]| {
        let [text, soft, grid, ground] = ink;
        let mut rules = format!(
            ".c-text{{fill:{text}}}.c-soft{{fill:{soft}}}.c-grid{{stroke:{grid}}}.c-axis{{stroke:{soft}}}.c-ground{{fill:{ground}}}"
        );
        for (i, colours) in SERIES.iter().enumerate() {
            let colour = pick(colours);
            rules += &format!(".l{i}{{stroke:{colour}}}.f{i}{{fill:{colour}}}");
        }
        rules
    };
    let mut sheet = palette(|(light, _)| light, ["#1b1d1f", "#55595e", "#dfe3e6", "#ffffff"]);
    if dark {
        let rules = palette(|(_, dark)| dark, ["#e8eaed", "#a9b0b7", "#363b40", "#16181a"]);
        sheet += &format!("@media screen and (prefers-color-scheme:dark){{{rules}}}");
    }
    sheet
}

/// A finished chart.
pub(super) struct Chart {
    /// Name of its files, without an ending.
    pub(super) name: &'static str,
    /// What it shows.
    pub(super) title: String,
    /// What it says, for who does not see it.
    pub(super) alt: String,
    /// What a reader must know beside it.
    pub(super) caption: String,
    height: f64,
    body: Markup,
}

/// Room for the title in a chart that stands alone.
const TITLE_ROOM: f64 = 40.0;

impl Chart {
    /// Of a drawing made elsewhere, from the same classes and [`WIDTH`] wide.
    pub(super) fn new(
        name: &'static str,
        title: String,
        alt: String,
        caption: String,
        height: f64,
        body: Markup,
    ) -> Self {
        Self { name, title, alt, caption, height, body }
    }

    /// To stand in a page that has [`stylesheet`] and gives title and caption itself.
    pub(super) fn inline(&self) -> Markup {
        html! {
            svg viewBox=(format!("0 0 {WIDTH} {}", self.height)) role="img" aria-label=(self.alt) {
                (self.body)
            }
        }
    }

    /// A file of its own. With `dark`, it follows what the reader prefers.
    pub(super) fn file(&self, dark: bool) -> String {
        let height = self.height + TITLE_ROOM;
        let svg = html! {
            svg xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {WIDTH} {height}"))
                width=(WIDTH) height=(n(height)) role="img" aria-labelledby="title alt"
                font-family="Inter, system-ui, sans-serif" {
                title id="title" { (self.title) }
                desc id="alt" { (self.alt) }
                style { (stylesheet(dark)) }
                rect class="c-ground" width="100%" height="100%" {}
                text class="c-text" x="16" y="27" font-size="16" font-weight="600" { (self.title) }
                g transform=(format!("translate(0 {TITLE_ROOM})")) { (self.body) }
            }
        };
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", svg.into_string())
    }
}

/// A point of a line, with the range over rounds where there is one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Point {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) range: Option<(f64, f64)>,
}

/// A line of a chart.
pub(super) struct Line {
    /// Written at its end.
    pub(super) name: String,
    /// Drawn stronger, and in our colours.
    pub(super) ours: bool,
    pub(super) points: Vec<Point>,
}

/// Everything about a chart of lines.
pub(super) struct LineChart<'c> {
    pub(super) name: &'static str,
    pub(super) title: String,
    pub(super) alt: String,
    pub(super) caption: String,
    pub(super) x_label: &'c str,
    pub(super) y_label: &'c str,
    pub(super) x: Axis,
    pub(super) y: Axis,
    pub(super) lines: Vec<Line>,
}

/// The plot's rectangle within the chart; names of lines stand right of it.
const LEFT: f64 = 58.0;
const RIGHT: f64 = WIDTH - 270.0;
const TOP: f64 = 26.0;
const BOTTOM: f64 = 386.0;
const LINE_CHART_HEIGHT: f64 = 438.0;

/// Least distance of two names.
const NAME_STEP: f64 = 16.0;

/// Letters of a name that have room beside the plot.
pub(super) const NAME_LETTERS: usize = 32;

impl LineChart<'_> {
    /// Draws it.
    pub(super) fn draw(self) -> Chart {
        let x = |value: f64| LEFT + (RIGHT - LEFT) * self.x.place(value);
        let y = |value: f64| BOTTOM - (BOTTOM - TOP) * self.y.place(value);
        let styles = styles(self.lines.iter().map(|line| line.ours));
        let ends: Vec<f64> =
            self.lines.iter().map(|line| line.points.last().map_or(BOTTOM, |point| y(point.y))).collect();
        let names = apart(&ends, TOP, BOTTOM);
        let body = html! {
            (axes(&self.x, &self.y, self.x_label, self.y_label))
            @for ((line, style), (end, name)) in self.lines.iter().zip(&styles).zip(ends.iter().zip(&names)).rev() {
                g {
                    title { (line.name) }
                    @for point in &line.points {
                        @if let Some((low, high)) = point.range.filter(|(low, high)| y(*low) - y(*high) > 1.0) {
                            line class=(style.line()) x1=(n(x(point.x))) x2=(n(x(point.x))) y1=(n(y(low))) y2=(n(y(high)))
                                stroke-width="1.2" opacity="0.55" {}
                        }
                    }
                    polyline class=(style.line()) fill="none" stroke-width=(if line.ours { "2.8" } else { "1.7" })
                        stroke-linejoin="round" stroke-dasharray=[style.dash]
                        points=(line.points.iter().map(|point| format!("{},{}", n(x(point.x)), n(y(point.y))))
                            .collect::<Vec<_>>().join(" ")) {}
                    @for point in marked(&line.points) {
                        (style.marker(x(point.x), y(point.y)))
                    }
                    @if let Some(point) = line.points.last() {
                        line class=(style.line()) x1=(n(x(point.x) + 6.0)) y1=(n(*end)) x2=(n(RIGHT + 14.0)) y2=(n(*name))
                            stroke-width="0.8" stroke-dasharray="1 3" opacity="0.6" {}
                        (style.marker(RIGHT + 20.0, *name))
                        text class="c-text" x=(n(RIGHT + 29.0)) y=(n(name + 4.0)) font-size="11.5"
                            font-weight=(if line.ours { "600" } else { "400" }) { (short(&line.name, NAME_LETTERS)) }
                    }
                }
            }
        };
        let Self { name, title, alt, caption, .. } = self;
        Chart { name, title, alt, caption, height: LINE_CHART_HEIGHT, body }
    }
}

/// Markers of a long line would run into one another: some are left out, never the last.
fn marked(points: &[Point]) -> impl Iterator<Item = &Point> {
    let step = points.len().div_ceil(14).max(1);
    let last = points.len().saturating_sub(1);
    points.iter().enumerate().filter(move |(i, _)| (last - i).is_multiple_of(step)).map(|(_, point)| point)
}

fn axes(x: &Axis, y: &Axis, x_label: &str, y_label: &str) -> Markup {
    html! {
        @for (value, label) in &y.ticks {
            @let at = BOTTOM - (BOTTOM - TOP) * y.place(*value);
            line class="c-grid" x1=(n(LEFT)) x2=(n(RIGHT)) y1=(n(at)) y2=(n(at)) stroke-width="1" {}
            text class="c-soft" x=(n(LEFT - 8.0)) y=(n(at + 4.0)) font-size="12" text-anchor="end" { (label) }
        }
        @for (value, label) in &x.ticks {
            @let at = LEFT + (RIGHT - LEFT) * x.place(*value);
            line class="c-axis" x1=(n(at)) x2=(n(at)) y1=(n(BOTTOM)) y2=(n(BOTTOM + 5.0)) stroke-width="1" {}
            text class="c-soft" x=(n(at)) y=(n(BOTTOM + 19.0)) font-size="12" text-anchor="middle" { (label) }
        }
        line class="c-axis" x1=(n(LEFT)) x2=(n(RIGHT)) y1=(n(BOTTOM)) y2=(n(BOTTOM)) stroke-width="1" {}
        text class="c-soft" x=(n(f64::midpoint(LEFT, RIGHT))) y=(n(BOTTOM + 42.0)) font-size="12.5"
            text-anchor="middle" { (x_label) }
        text class="c-soft" x="12" y="14" font-size="12.5" { (y_label) }
    }
}

/// Places as near to the wanted ones as can be with [`NAME_STEP`] between them.
fn apart(wanted: &[f64], top: f64, bottom: f64) -> Vec<f64> {
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|one, other| wanted[*one].total_cmp(&wanted[*other]));
    let mut places = vec![0.0; wanted.len()];
    let mut free = top;
    for i in &order {
        places[*i] = wanted[*i].max(free);
        free = places[*i] + NAME_STEP;
    }
    // What was pushed out at the bottom goes up again, and pushes what is above it.
    let mut limit = bottom;
    for i in order.iter().rev() {
        places[*i] = places[*i].min(limit);
        limit = places[*i] - NAME_STEP;
    }
    places
}

/// How a line looks.
struct Style {
    colour: usize,
    marker: usize,
    dash: Option<&'static str>,
}

fn styles(ours: impl Iterator<Item = bool>) -> Vec<Style> {
    let (mut mine, mut others) = (0, 0);
    ours.map(|ours| {
        if ours {
            mine += 1;
            let dash = (mine > OURS).then(|| DASHES[(mine - OURS - 1) % DASHES.len()]);
            Style { colour: (mine - 1) % OURS, marker: 0, dash }
        } else {
            others += 1;
            let colour = OURS + (others - 1) % (SERIES.len() - OURS);
            Style { colour, marker: 1 + (others - 1) % 3, dash: Some(DASHES[(others - 1) % DASHES.len()]) }
        }
    })
    .collect()
}

impl Style {
    fn line(&self) -> String {
        format!("l{}", self.colour)
    }

    fn marker(&self, x: f64, y: f64) -> Markup {
        let class = format!("f{}", self.colour);
        html! {
            @match self.marker {
                0 => circle class=(class) cx=(n(x)) cy=(n(y)) r="4" {},
                1 => rect class=(class) x=(n(x - 3.2)) y=(n(y - 3.2)) width="6.4" height="6.4" {},
                2 => path class=(class) d=(format!("M{} {}l4.4 7.6h-8.8z", n(x), n(y - 4.6))) {},
                _ => path class=(class) d=(format!("M{} {}l4.4 4.4l-4.4 4.4l-4.4 -4.4z", n(x), n(y - 4.4))) {},
            }
        }
    }
}

/// A bar of stacked parts.
pub(super) struct Bar {
    pub(super) name: String,
    pub(super) ours: bool,
    /// For each part of the chart its size, 0 where it has none.
    pub(super) parts: Vec<f64>,
}

/// Everything about a chart of stacked bars.
pub(super) struct BarChart<'c> {
    pub(super) name: &'static str,
    pub(super) title: String,
    pub(super) alt: String,
    pub(super) caption: String,
    pub(super) unit: &'c str,
    /// Names of the parts, for the key.
    pub(super) parts: Vec<String>,
    pub(super) bars: Vec<Bar>,
}

const BAR_LEFT: f64 = 280.0;
const BAR_RIGHT: f64 = WIDTH - 92.0;
const BAR_STEP: f64 = 34.0;
const KEY_ROOM: f64 = 40.0;

impl BarChart<'_> {
    /// Draws it.
    pub(super) fn draw(self) -> Chart {
        let total = |bar: &Bar| bar.parts.iter().sum::<f64>();
        let axis = Axis::from_zero(self.bars.iter().map(total).fold(0.0, f64::max));
        let x = |value: f64| BAR_LEFT + (BAR_RIGHT - BAR_LEFT) * axis.place(value);
        let bottom = KEY_ROOM + BAR_STEP * self.bars.len() as f64;
        let key_step = (WIDTH - 40.0) / self.parts.len().max(1) as f64;
        let body = html! {
            @for (i, part) in self.parts.iter().enumerate() {
                @let at = 20.0 + key_step * i as f64;
                rect class=(format!("f{i}")) x=(n(at)) y="8" width="12" height="12" rx="2" {}
                text class="c-text" x=(n(at + 18.0)) y="18.5" font-size="12.5" { (part) }
            }
            @for (value, label) in &axis.ticks {
                line class="c-grid" x1=(n(x(*value))) x2=(n(x(*value))) y1=(n(KEY_ROOM - 4.0)) y2=(n(bottom)) stroke-width="1" {}
                text class="c-soft" x=(n(x(*value))) y=(n(bottom + 18.0)) font-size="12" text-anchor="middle" { (label) }
            }
            text class="c-soft" x=(n(f64::midpoint(BAR_LEFT, BAR_RIGHT))) y=(n(bottom + 40.0)) font-size="12.5"
                text-anchor="middle" { (self.unit) }
            @for (row, bar) in self.bars.iter().enumerate() {
                @let top = KEY_ROOM + BAR_STEP * row as f64;
                text class="c-text" x=(n(BAR_LEFT - 10.0)) y=(n(top + 18.0)) font-size="12" text-anchor="end"
                    font-weight=(if bar.ours { "600" } else { "400" }) { (bar.name) }
                @for (i, (from, size)) in stacked(&bar.parts).into_iter().enumerate() {
                    @if size > 0.0 {
                        rect class=(format!("f{i}")) x=(n(x(from))) y=(n(top + 4.0)) height="20"
                            width=(n((x(from + size) - x(from)).max(0.4))) {
                            title { (self.parts.get(i).map_or("", String::as_str)) ": " (super::numbers::figure(size)) }
                        }
                    }
                }
                text class="c-text" x=(n(x(total(bar)) + 7.0)) y=(n(top + 18.5)) font-size="12" {
                    (super::numbers::figure(total(bar)))
                }
            }
        };
        let Self { name, title, alt, caption, .. } = self;
        Chart { name, title, alt, caption, height: bottom + 52.0, body }
    }
}

/// Where each part begins, and its size.
fn stacked(parts: &[f64]) -> Vec<(f64, f64)> {
    let ends = parts.iter().scan(0.0, |end, size| {
        *end += size;
        Some(*end)
    });
    ends.zip(parts).map(|(end, size)| (end - size, *size)).collect()
}

/// A name that fits: at most so many letters.
pub(super) fn short(name: &str, letters: usize) -> String {
    if name.chars().count() <= letters {
        return name.into();
    }
    let cut: String = name.chars().take(letters.saturating_sub(1)).collect();
    format!("{}…", cut.trim_end())
}

/// A coordinate: a tenth of a unit is finer than a pixel.
pub(super) fn n(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_keep_apart_and_inside() {
        let places = apart(&[100.0, 101.0, 375.0, 376.0, 20.0], 26.0, 376.0);
        let mut sorted = places.clone();
        sorted.sort_by(f64::total_cmp);
        assert!(sorted.windows(2).all(|pair| pair[1] - pair[0] >= NAME_STEP - 1e-9), "{places:?}");
        assert!(sorted[0] >= 26.0 && sorted[4] <= 376.0, "{places:?}");
        assert!(places[0] < places[1], "{places:?}");
    }

    #[test]
    fn long_names_are_cut_between_letters() {
        assert_eq!(short("Größe", 5), "Größe");
        let long = "ü".repeat(40);
        assert_eq!(short(&long, 32).chars().count(), 32);
    }
}
