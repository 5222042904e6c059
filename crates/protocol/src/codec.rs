//! How values lie in the device's stores: a format byte, a checksum, a postcard frame.
//!
//! Values are opaque above one synchronous codec, so that encryption at rest can be switched in.

use serde::Serialize;
use serde::de::DeserializeOwned;

/// The format that this version writes.
pub const FORMAT: u8 = 1;

/// Why stored bytes can't be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodecError {
    /// Fewer bytes than a frame needs.
    #[error("the value is cut short")]
    Short,
    /// Written by a later version.
    #[error("the value has format {0}; this version reads {FORMAT}")]
    Format(u8),
    /// The checksum does not fit.
    #[error("the value is corrupt")]
    Corrupt,
    /// The frame does not hold what was asked for.
    #[error("the value has another shape: {0}")]
    Shape(String),
}

/// Turns frames into stored bytes and back.
pub trait Codec {
    /// The bytes to store for a frame.
    fn seal(&self, frame: Vec<u8>) -> Vec<u8>;

    /// The frame in stored bytes.
    ///
    /// # Errors
    /// Bytes that this codec did not write, or that changed since.
    fn open(&self, stored: &[u8]) -> Result<Vec<u8>, CodecError>;
}

/// Format byte, CRC-32C of the frame (little endian), frame.
#[derive(Clone, Copy, Debug, Default)]
pub struct PlainCodec;

impl Codec for PlainCodec {
    fn seal(&self, frame: Vec<u8>) -> Vec<u8> {
        let mut stored = Vec::with_capacity(frame.len() + 5);
        stored.push(FORMAT);
        stored.extend_from_slice(&crc32c(&frame).to_le_bytes());
        stored.extend_from_slice(&frame);
        stored
    }

    fn open(&self, stored: &[u8]) -> Result<Vec<u8>, CodecError> {
        let (format, rest) = stored.split_first().ok_or(CodecError::Short)?;
        if *format != FORMAT {
            return Err(CodecError::Format(*format));
        }
        let (sum, frame) = rest.split_first_chunk::<4>().ok_or(CodecError::Short)?;
        if u32::from_le_bytes(*sum) != crc32c(frame) {
            return Err(CodecError::Corrupt);
        }
        Ok(frame.to_vec())
    }
}

/// Frames and seals `value`.
///
/// # Errors
/// A value that postcard can't hold.
pub fn encode<T: Serialize>(codec: &impl Codec, value: &T) -> Result<Vec<u8>, CodecError> {
    let frame = postcard::to_allocvec(value).map_err(|error| CodecError::Shape(error.to_string()))?;
    Ok(codec.seal(frame))
}

/// Opens and reads a value.
///
/// # Errors
/// As [`Codec::open`], or another shape.
pub fn decode<T: DeserializeOwned>(codec: &impl Codec, stored: &[u8]) -> Result<T, CodecError> {
    let frame = codec.open(stored)?;
    postcard::from_bytes(&frame).map_err(|error| CodecError::Shape(error.to_string()))
}

/// Opens and reads a value with a tail that earlier versions did not write: `None` where it has none.
/// It is written as a pair, and code that doesn't know of the tail reads past it.
///
/// # Errors
/// As [`decode`].
pub fn decode_tailed<T: DeserializeOwned, U: DeserializeOwned>(
    codec: &impl Codec,
    stored: &[u8],
) -> Result<(T, Option<U>), CodecError> {
    let frame = codec.open(stored)?;
    let shape = |error: postcard::Error| CodecError::Shape(error.to_string());
    let (value, rest) = postcard::take_from_bytes(&frame).map_err(shape)?;
    let tail = if rest.is_empty() { None } else { Some(postcard::from_bytes(rest).map_err(shape)?) };
    Ok((value, tail))
}

/// Whether a later version wrote a sealed value: then nothing of it may be called damaged.
pub fn is_newer(stored: &[u8]) -> bool {
    stored.first().is_some_and(|format| *format > FORMAT)
}

/// CRC-32C (Castagnoli, reflected polynomial 0x82F63B78; RFC 3720 §12.1), by table.
pub fn crc32c(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |sum, byte| {
        let index = ((sum ^ u32::from(*byte)) & 0xff) as usize;
        (sum >> 8) ^ TABLE.get(index).copied().unwrap_or_default()
    })
}

const TABLE: [u32; 256] = {
    let mut table = [0_u32; 256];
    let mut index = 0;
    while index < 256 {
        let mut value = index as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { (value >> 1) ^ 0x82F6_3B78 } else { value >> 1 };
            bit += 1;
        }
        #[expect(clippy::indexing_slicing, reason = "in a constant, checked at compile time")]
        {
            table[index] = value;
        }
        index += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_fits_its_published_vector() {
        assert_eq!(crc32c(b"123456789"), 0xE306_9283);
    }

    #[test]
    fn one_flipped_bit_is_seen() {
        let mut stored = encode(&PlainCodec, &("早上好", 7_u32)).unwrap();
        assert_eq!(decode::<(String, u32)>(&PlainCodec, &stored).unwrap().1, 7);
        *stored.last_mut().unwrap() ^= 1;
        assert_eq!(decode::<(String, u32)>(&PlainCodec, &stored), Err(CodecError::Corrupt));
    }

    #[test]
    fn a_tail_is_read_where_it_was_written_and_passed_over_by_who_does_not_know_it() {
        let short = encode(&PlainCodec, &7_u32).unwrap();
        let tailed = encode(&PlainCodec, &(7_u32, "later")).unwrap();
        assert_eq!(decode_tailed::<u32, String>(&PlainCodec, &short), Ok((7, None)));
        assert_eq!(decode_tailed::<u32, String>(&PlainCodec, &tailed), Ok((7, Some("later".to_owned()))));
        assert_eq!(decode::<u32>(&PlainCodec, &tailed), Ok(7));
    }
}
