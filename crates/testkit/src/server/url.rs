//! A request's target, taken apart as servers do it.

/// A path and a query, decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Url {
    /// The parts of the path.
    pub path: Vec<String>,
    /// The pairs of the query, in order.
    pub query: Vec<(String, String)>,
}

impl Url {
    /// Reads a target such as `/records/s1/all?limit=3`.
    pub fn read(target: &str) -> Self {
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let pair = |pair: &str| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        };
        Self {
            path: path.split('/').filter(|part| !part.is_empty()).map(decode).collect(),
            query: query.split('&').filter(|part| !part.is_empty()).map(pair).collect(),
        }
    }

    /// The first value of a name.
    pub fn value(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Undoes percent-encoding; what is no UTF-8 afterwards is replaced.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let ahead = rest.clone();
        match (byte, hex(ahead)) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest.by_ref().take(2).for_each(drop);
            }
            (b'+', _) => bytes.push(b' '),
            _ => bytes.push(byte),
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(mut digits: impl Iterator<Item = u8>) -> Option<u8> {
    let mut digit = || digits.next().and_then(|digit| char::from(digit).to_digit(16));
    let (high, low) = (digit()?, digit()?);
    u8::try_from(high * 16 + low).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_taken_apart_and_decoded() {
        let url = Url::read("/records/s%2F1/%E7%BE%A4?since=0.1.2&body.person=p%201&x");
        assert_eq!(url.path, ["records", "s/1", "群"]);
        assert_eq!(
            (url.value("since"), url.value("body.person"), url.value("x")),
            (Some("0.1.2"), Some("p 1"), Some(""))
        );
        assert_eq!(decode("100%"), "100%");
    }
}
