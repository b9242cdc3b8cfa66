//! Plots as bitmaps, with the font that is built in: a machine without fonts draws the same.

use anyhow::{Context, Result};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use std::sync::Arc;

/// Pixels for each unit of a plot: sharp on screens of high density and in print.
const DENSITY: f32 = 2.0;

/// Inter, cut down to the characters of plots. Its licence is in `fonts/OFL.txt`.
const FONTS: [&[u8]; 2] = [include_bytes!("fonts/inter-400.ttf"), include_bytes!("fonts/inter-600.ttf")];

/// Draws an SVG file.
///
/// # Errors
/// Where it is no SVG or too large for memory.
pub(crate) fn draw(svg: &str) -> Result<Vec<u8>> {
    let mut fonts = fontdb::Database::new();
    for font in FONTS {
        fonts.load_font_data(font.to_vec());
    }
    fonts.set_sans_serif_family("Inter");
    let options = Options { fontdb: Arc::new(fonts), font_family: "Inter".into(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).context("a plot is no SVG")?;
    let size = tree.size().to_int_size().scale_by(DENSITY).context("a plot has no size")?;
    let mut pixels = Pixmap::new(size.width(), size.height()).context("a plot is too large")?;
    resvg::render(&tree, Transform::from_scale(DENSITY, DENSITY), &mut pixels.as_mut());
    pixels.encode_png().context("a plot could not be encoded")
}
