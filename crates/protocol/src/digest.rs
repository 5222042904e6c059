//! SHA-256 in the forms that ids and content hashes need: the same on device and server.

use sha2::{Digest, Sha256};

/// SHA-256 of `bytes`.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// SHA-256 of `bytes` as 64 lower-case hexadecimal digits.
pub fn sha256_hex(bytes: &[u8]) -> String {
    hex(&sha256(bytes))
}

/// Lower-case hexadecimal digits of `bytes`.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The first sixteen bytes in the shape of a UUID of the given version (RFC 9562).
pub(crate) fn uuid_shape(bytes: [u8; 32], version: u8) -> String {
    let [b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, b10, b11, b12, b13, b14, b15, ..] = bytes;
    let versioned = (b6 & 0x0f) | (version << 4);
    let variant = (b8 & 0x3f) | 0x80;
    let digits = hex(&[b0, b1, b2, b3, b4, b5, versioned, b7, variant, b9, b10, b11, b12, b13, b14, b15]);
    let groups = [(0, 8), (8, 12), (12, 16), (16, 20), (20, 32)];
    let parts: Vec<&str> = groups.iter().filter_map(|&(from, to)| digits.get(from..to)).collect();
    parts.join("-")
}
