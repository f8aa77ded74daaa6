//! The server's own responses to requests that it does not pass on, as plain text in both languages: there may be no
//! request yet that would tell the reader's.

use super::{Response, media};

/// Why a request is not passed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    Malformed,
    /// The path could lead elsewhere, or is none.
    Address,
    NoHost,
    ForeignHost,
    ForeignOrigin,
    /// Outside the base path.
    Unknown,
    Method,
    Timeout,
    AddressTooLong,
    BeyondEnd,
    HeadTooLarge,
    Panicked,
    TooManyStreams,
    Version,
}

impl Refusal {
    /// `origin` is where the preview is to be opened, such as `http://localhost:1111`.
    pub fn response(self, origin: &str) -> Response {
        let (status, lt, en) = self.table();
        let text = format!("{lt}\n{en}\n").replace("{origin}", origin);
        let response = Response::bytes(status, media::PLAIN, text.into_bytes());
        match self {
            Self::Method => response.header("Allow", "GET, HEAD"),
            Self::TooManyStreams => response.header("Retry-After", "5"),
            _ => response,
        }
    }

    fn table(self) -> (u16, &'static str, &'static str) {
        match self {
            Self::Malformed => (400, "Užklausa netaisyklinga.", "The request is malformed."),
            Self::Address => (400, "Toks adresas negalimas.", "This address is not possible."),
            Self::NoHost => {
                (400, "Užklausoje turi būti viena antraštė „Host“.", "A request needs exactly one Host header.")
            }
            Self::ForeignHost => (
                403,
                "Peržiūra šiuo vardu neatveriama. Atverkite {origin}/",
                "The preview cannot be opened by this name. Open {origin}/",
            ),
            Self::ForeignOrigin => {
                (403, "Kitoms svetainėms peržiūra neatsako.", "The preview does not answer to other sites.")
            }
            Self::Unknown => (404, "Tokio adreso peržiūroje nėra.", "There is no such address in the preview."),
            Self::Method => (405, "Peržiūrą galima tik skaityti.", "The preview can only be read."),
            Self::Timeout => (408, "Užklausa nebaigta laiku.", "The request was not completed in time."),
            Self::AddressTooLong => (414, "Adresas per ilgas.", "The address is too long."),
            Self::BeyondEnd => (416, "Tokios dalies faile nėra.", "The file has no such part."),
            Self::HeadTooLarge => {
                (431, "Užklausos antraštės per didelės.", "The headers of the request are too large.")
            }
            Self::Panicked => (
                500,
                "Programos klaida: atsakyti nepavyko. Daugiau parašyta terminale.",
                "A mistake in the program: there is no answer. The terminal says more.",
            ),
            Self::TooManyStreams => {
                (503, "Atvirų peržiūros langų per daug.", "Too many windows of the preview are open.")
            }
            Self::Version => (505, "Tinka tik HTTP/1.0 ir HTTP/1.1.", "Only HTTP/1.0 and HTTP/1.1 will do."),
        }
    }
}
