//! Tokens as PostgREST checks them (RFC 7519, HS256).

use protocol::digest::sha256;
use serde_json::Value;

/// SHA-256 works on blocks of so many bytes.
const BLOCK: usize = 64;

/// What a token says, where it is signed with `secret` and has not ended; else PostgREST's code for why.
pub(super) fn claims(token: &str, secret: &str, now_s: i64) -> Result<Value, &'static str> {
    const NOT_SOUND: &str = "PGRST301";
    let (signed, signature) = token.rsplit_once('.').ok_or(NOT_SOUND)?;
    if decode(signature).as_deref() != Some(&hmac(secret.as_bytes(), signed.as_bytes())) {
        return Err(NOT_SOUND);
    }
    let (_, claims) = signed.split_once('.').ok_or(NOT_SOUND)?;
    let claims: Value =
        decode(claims).and_then(|json| serde_json::from_slice(&json).ok()).ok_or(NOT_SOUND)?;
    match claims.get("exp").and_then(Value::as_i64) {
        Some(until) if until > now_s => Ok(claims),
        _ => Err("PGRST303"),
    }
}

/// HMAC (RFC 2104) over SHA-256, for keys of at most a block.
fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    let padded = |with: u8| (0..BLOCK).map(move |at| key.get(at).copied().unwrap_or(0) ^ with);
    let inner = sha256(&padded(0x36).chain(text.iter().copied()).collect::<Vec<u8>>());
    sha256(&padded(0x5c).chain(inner).collect::<Vec<u8>>())
}

/// Base64 for URLs, without padding (RFC 4648).
fn decode(text: &str) -> Option<Vec<u8>> {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let (mut bits, mut many, mut bytes) = (0_u32, 0, Vec::new());
    for digit in text.bytes() {
        let value = DIGITS.iter().position(|known| *known == digit).and_then(|at| u32::try_from(at).ok())?;
        (bits, many) = (bits << 6 | value, many + 6);
        if many >= 8 {
            many -= 8;
            bytes.push(u8::try_from(bits >> many & 0xff).ok()?);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of jwt.io.
    const TOKEN: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c";

    #[test]
    fn a_token_is_read_only_with_the_secret_that_signed_it() {
        assert_eq!(claims(TOKEN, "another secret", 0), Err("PGRST301"));
        // It is signed, and says of no end.
        assert_eq!(claims(TOKEN, "your-256-bit-secret", 0), Err("PGRST303"));
    }
}
