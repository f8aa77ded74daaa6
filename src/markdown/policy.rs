//! What HTML may stand in a page. The author's own tags are held to it when they are read ([`super::raw`]); then
//! ammonia goes over the whole, which also closes what was left open. Generated markup passes unchanged.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use super::Node;
use crate::diagnostics::nearest;

const TAGS: &str = "a abbr address article aside audio b bdi bdo blockquote br caption cite code col colgroup dd del \
    details dfn div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hr i img input ins kbd label li main \
    mark nav ol p picture pre q rp rt ruby s samp section small source span strong sub summary sup table tbody td \
    tfoot th thead time tr track u ul var video wbr";

/// What formulas are made of. Authors write them in the notation of LaTeX.
const MATHS: &str = "math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow mspace \
    msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none";

const MATHS_ATTRIBUTES: &str = "accent accentunder columnalign columnlines columnspacing columnspan depth display displaystyle fence \
    form frame height largeop linethickness lspace mathvariant maxsize minsize movablelimits notation \
    rowlines rowspacing rowspan rspace scriptlevel separator stretchy symmetric voffset width intent";

/// Elements that were HTML once or are for other places than a text.
const OTHERS: &str = "acronym applet area base basefont bgsound big blink body button canvas center data datalist dialog dir \
    embed fieldset font form frame frameset head hgroup html iframe isindex legend link listing map marquee math menu meta \
    meter nobr noembed noframes noscript object optgroup option output param plaintext portal progress script search select \
    slot style svg template textarea title tt xmp";

/// Blocks and other elements between which words do not touch.
const APART: &str = "address article aside blockquote caption dd details div dl dt figcaption figure footer h1 h2 h3 h4 h5 \
    h6 header hr li nav ol p pre section summary table tbody td tfoot th thead tr ul";

fn names(list: &'static str) -> std::str::SplitAsciiWhitespace<'static> {
    list.split_ascii_whitespace()
}

/// Whether HTML has an element of this name (in lower case).
pub fn is_html(tag: &str) -> bool {
    known_tags().any(|known| known == tag)
}

/// Every name of an element of HTML.
pub fn known_tags() -> impl Iterator<Item = &'static str> {
    names(TAGS).chain(names(OTHERS))
}

/// Whether a name in angle brackets (in lower case) is neither that of an element nor one with a slip.
pub fn is_placeholder(name: &str) -> bool {
    !is_html(name) && (name.len() <= 3 || nearest(name, known_tags()).is_none())
}

/// Whether a reader sees what stands before and after this tag apart (name in lower case).
pub fn parts_words(tag: &str) -> bool {
    names(APART).any(|known| known == tag)
}

/// Elements that end without a closing tag.
const ENDLESS: &str =
    "br caption col colgroup dd dt hr img input li p rp rt source tbody td tfoot th thead tr track wbr";

/// Whether an element goes on, maybe to the end of the page, until its closing tag (name in lower case).
pub fn needs_end(tag: &str) -> bool {
    !names(ENDLESS).any(|known| known == tag)
}

/// Generated, but not for authors: a form field without a form, a second main part.
const GENERATED_ONLY: [&str; 3] = ["input", "label", "main"];

const EVERYWHERE: &str =
    "aria-describedby aria-hidden aria-label aria-labelledby class dir id lang role tabindex title translate";

const ATTRIBUTES: [(&str, &[&str]); 21] = [
    ("a", &["href", "rel", "hreflang", "download"]),
    ("audio", &["src", "controls", "preload"]),
    ("blockquote", &["cite"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("del", &["cite", "datetime"]),
    ("details", &["open"]),
    ("hr", &[SLOT]),
    ("img", &["src", "alt", "width", "height", "loading", "decoding"]),
    ("input", &["type", "checked", "disabled"]),
    ("ins", &["cite", "datetime"]),
    ("li", &["value"]),
    ("ol", &["start", "reversed", "type"]),
    ("q", &["cite"]),
    ("source", &["src", "type"]),
    ("table", &[]),
    ("td", &["colspan", "rowspan", "headers"]),
    ("th", &["colspan", "rowspan", "headers", "scope", "abbr"]),
    ("time", &["datetime"]),
    ("track", &["src", "kind", "srclang", "label"]),
    ("video", &["src", "controls", "poster", "width", "height", "preload"]),
];

const SCHEMES: [&str; 6] = ["http", "https", "mailto", "tel", "sms", "geo"];

/// Marks the place of a component while the markup around it is sanitised as one piece.
const SLOT: &str = "data-slot";

/// Whether an author may write this tag (name in lower case).
pub fn allows_tag(tag: &str) -> bool {
    !GENERATED_ONLY.contains(&tag) && names(TAGS).any(|known| known == tag)
}

/// Whether an author may write this attribute (names in lower case).
pub fn allows_attribute(tag: &str, attribute: &str) -> bool {
    let own = ATTRIBUTES.iter().find(|(name, _)| *name == tag).map_or(&[][..], |(_, attributes)| attributes);
    attribute != SLOT && (names(EVERYWHERE).any(|known| known == attribute) || own.contains(&attribute))
}

fn tag_attributes() -> HashMap<&'static str, HashSet<&'static str>> {
    let html = ATTRIBUTES.iter().map(|(tag, names)| (*tag, names.iter().copied().collect()));
    let maths = names(MATHS).map(|tag| (tag, names(MATHS_ATTRIBUTES).collect()));
    html.chain(maths).collect()
}

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(names(TAGS).chain(names(MATHS)).collect())
        .generic_attributes(names(EVERYWHERE).collect())
        .tag_attributes(tag_attributes())
        .tag_attribute_values(HashMap::from([("input", HashMap::from([("type", HashSet::from(["checkbox"]))]))]))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .url_schemes(SCHEMES.into_iter().collect())
        .link_rel(None);
    cleaner
});

/// Sanitises nodes as one text, with the components kept in their places.
pub fn sanitise(nodes: Vec<Node>) -> Vec<Node> {
    let key = key(&nodes);
    let (mut markup, mut components) = (String::new(), Vec::new());
    for node in nodes {
        match node {
            Node::Html(html) => markup.push_str(&html),
            Node::Component(call) => {
                markup.push_str(&slot(&key, components.len()));
                components.push(call);
            }
        }
    }
    let clean = CLEANER.clean(&markup).to_string();
    let (mut out, mut rest) = (Vec::new(), clean.as_str());
    for (index, call) in components.into_iter().enumerate() {
        // Misnested tables can move a slot; then the component follows what is left.
        if let Some((before, after)) = rest.split_once(&slot(&key, index)) {
            push_html(&mut out, before);
            rest = after;
        }
        out.push(Node::Component(call));
    }
    push_html(&mut out, rest);
    out
}

fn push_html(out: &mut Vec<Node>, html: &str) {
    if !html.is_empty() {
        out.push(Node::Html(html.to_owned()));
    }
}

fn slot(key: &str, index: usize) -> String {
    format!("<hr {SLOT}=\"{key}-{index}\">")
}

/// A key that the markup does not hold, so that nobody can write a slot.
fn key(nodes: &[Node]) -> String {
    let holds = |key: &str| nodes.iter().any(|node| matches!(node, Node::Html(html) if html.contains(key)));
    let longest: usize = nodes.iter().map(|node| if let Node::Html(html) = node { html.len() } else { 0 }).sum();
    (0..=longest).map(|number| format!("slot{number}")).find(|key| !holds(key)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::ComponentCall;

    fn html(markup: &str) -> Node {
        Node::Html(markup.to_owned())
    }

    #[test]
    fn components_keep_their_places() {
        let call = |name: &str| Node::Component(ComponentCall { name: name.to_owned(), ..ComponentCall::default() });
        let nodes = vec![html("<p>slot0 <b>x</p><hr data-slot=\"slot0-0\">"), call("a"), call("b"), html("y")];
        let show = |node: Node| match node {
            Node::Html(html) => html,
            Node::Component(call) => format!("[{}]", call.name),
        };
        let shown: String = sanitise(nodes).into_iter().map(show).collect();
        assert_eq!(shown, "<p>slot0 <b>x</b></p><hr data-slot=\"slot0-0\">[a][b]<b>y</b>");
    }

    #[test]
    fn the_rules_for_authors() {
        assert!(allows_tag("abbr") && allows_tag("details") && !allows_tag("iframe") && !allows_tag("input"));
        assert!(allows_attribute("abbr", "title") && allows_attribute("td", "colspan"));
        assert!(!allows_attribute("p", "style") && !allows_attribute("p", "onclick") && !allows_attribute("hr", SLOT));
    }
}
