//! The colours of the default theme made from one: every text on its ground has a contrast of 7 to 1, every mark one of 3 to 1. Must not
//! know where the colour comes from.

use csscolorparser::Color;

/// Grounds of the default theme, as its style sheet has them.
const LIGHT: &str = "#fbfaf6";
const DARK: &str = "#0f191c";
/// Contrasts that the Web Content Accessibility Guidelines ask for: of texts at their strictest level, and of marks.
const OF_TEXT: f32 = 7.0;
const OF_MARKS: f32 = 3.0;
/// How much lighter or darker a try is than the one before.
const STEP: f32 = 0.005;
const STEPS: u8 = 200;

/// The custom properties that differ, with what a browser shows around the page.
#[derive(Debug, Clone, PartialEq)]
pub struct Palette {
    /// Name and value of each property.
    pub properties: Vec<(&'static str, String)>,
    /// Of the head of every page, in light and dark.
    pub bar: (String, String),
    /// How strong the colour stands out as it is, and the nearest that a text may have; nothing where it may be a text itself.
    pub weak: Option<(f32, String)>,
}

impl Palette {
    /// From a colour of CSS; nothing where it is none.
    pub fn of(accent: &str) -> Option<Self> {
        let accent = csscolorparser::parse(accent).ok()?;
        let (light, dark) = (ground(LIGHT), ground(DARK));
        let (soft, soft_dark) = (tinted(&accent, 0.945, 0.3), tinted(&accent, 0.29, 0.4));
        let link = darkened(&accent, &[&light, &soft], OF_TEXT);
        let link_dark = lightened(&accent, &[&dark, &soft_dark], OF_TEXT);
        let mark = darkened(&accent, &[&light], OF_MARKS);
        let mark_dark = lightened(&accent, &[&dark], OF_MARKS);
        let deep = darkened(&darkened(&accent, &[&ground("#fff")], OF_TEXT), &[&ground("#d3e6e6")], OF_TEXT);
        let deep_dark = tinted(&accent, 0.3, 0.7);
        let edge = |colour: &Color| shifted(colour, 0.12);
        let both = |light: &Color, dark: &Color| format!("light-dark({}, {})", hex(light), hex(dark));
        let properties = vec![
            ("link", both(&link, &link_dark)),
            ("link-strong", both(&shifted(&link, -0.1), &shifted(&link_dark, 0.06))),
            ("honey", both(&mark, &mark_dark)),
            ("honey-ink", both(&link, &link_dark)),
            ("honey-soft", both(&soft, &soft_dark)),
            ("teal-soft", both(&soft, &soft_dark)),
            ("deep", both(&deep, &deep_dark)),
            ("deep-soft", both(&tinted(&accent, 0.93, 0.3), &tinted(&accent, 0.93, 0.3))),
            ("deep-line", both(&edge(&deep), &edge(&deep_dark))),
        ];
        let weak = contrast(&accent, &light);
        let weak = (weak < OF_TEXT).then(|| (weak, hex(&link)));
        Some(Self { properties, bar: (hex(&deep), hex(&deep_dark)), weak })
    }
}

fn ground(hex: &str) -> Color {
    csscolorparser::parse(hex).unwrap_or_default()
}

fn hex(colour: &Color) -> String {
    colour.to_css_hex().to_string()
}

/// The same hue at a lightness, with a part of its colourfulness.
fn tinted(colour: &Color, lightness: f32, part: f32) -> Color {
    let [_, chroma, hue, _] = colour.to_oklcha();
    Color::from_oklcha(lightness, chroma * part, hue, 1.0).clamp()
}

fn shifted(colour: &Color, by: f32) -> Color {
    let [lightness, chroma, hue, _] = colour.to_oklcha();
    Color::from_oklcha((lightness + by).clamp(0.0, 1.0), chroma, hue, 1.0).clamp()
}

/// The nearest darker colour that stands out from every ground.
fn darkened(colour: &Color, grounds: &[&Color], least: f32) -> Color {
    nearest(colour, grounds, least, -STEP)
}

fn lightened(colour: &Color, grounds: &[&Color], least: f32) -> Color {
    nearest(colour, grounds, least, STEP)
}

fn nearest(colour: &Color, grounds: &[&Color], least: f32, step: f32) -> Color {
    let mut tried = *colour;
    let stands_out = |tried: &Color| grounds.iter().all(|ground| contrast(tried, ground) >= least);
    for number in 0..=STEPS {
        // What is written is the rounded colour, so that is what counts.
        tried = ground(&hex(&shifted(colour, step * f32::from(number))));
        if stands_out(&tried) {
            break;
        }
    }
    tried
}

/// Contrast of two colours, from 1 to 21 (WCAG 2.2).
fn contrast(one: &Color, other: &Color) -> f32 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

fn luminance(colour: &Color) -> f32 {
    let [red, green, blue, _] = colour.to_linear_rgba();
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(palette: &Palette, name: &str) -> (Color, Color) {
        let value = &palette.properties.iter().find(|(known, _)| *known == name).unwrap().1;
        let (light, dark) = value.trim_start_matches("light-dark(").trim_end_matches(')').split_once(", ").unwrap();
        (ground(light), ground(dark))
    }

    #[test]
    fn every_text_and_mark_stands_out_whatever_the_colour() {
        for accent in ["#ffcc00", "#0a5566", "#fff", "#000", "#e30613", "#7fff00", "rebeccapurple", "#808080", "#00f"] {
            let palette = Palette::of(accent).unwrap();
            let check = |name: &str, (light, dark): (&Color, &Color), least: f32| {
                let (on_light, on_dark) = values(&palette, name);
                let found = (contrast(&on_light, light), contrast(&on_dark, dark));
                assert!(found.0 >= least && found.1 >= least, "{accent}: {name} {found:?}");
            };
            let (light, dark) = (ground(LIGHT), ground(DARK));
            let soft = values(&palette, "teal-soft");
            check("link", (&light, &dark), OF_TEXT);
            check("link", (&soft.0, &soft.1), OF_TEXT);
            check("honey-ink", (&light, &dark), OF_TEXT);
            check("honey", (&light, &dark), OF_MARKS);
            check("deep", (&ground("#fff"), &ground("#fff")), OF_TEXT);
        }
    }

    #[test]
    fn a_weak_colour_comes_with_the_nearest_that_a_text_may_have() {
        assert_eq!(Palette::of("#0a4550").unwrap().weak, None);
        let (contrast, proposal) = Palette::of("#ffcc00").unwrap().weak.unwrap();
        assert!(contrast < 1.6, "{contrast}");
        assert!(self::contrast(&ground(&proposal), &ground(LIGHT)) >= OF_TEXT, "{proposal}");
        assert_eq!(Palette::of("no colour"), None);
    }
}
