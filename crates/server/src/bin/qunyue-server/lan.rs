//! The address by which phones in the room reach this machine.

use fast_qr::QRBuilder;
use std::net::{IpAddr, Ipv4Addr, UdpSocket};

/// The address of this machine in the local network: the one that it would send from. Nothing
/// is sent; the far address is one for documentation (RFC 5737).
pub(crate) fn address() -> Option<IpAddr> {
    let socket = UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_unspecified() && !address.is_loopback()).then_some(address)
}

/// A QR code of `text`, for a terminal.
pub(crate) fn qr(text: &str) -> Option<String> {
    QRBuilder::new(text).build().ok().map(|code| code.to_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_becomes_a_square_of_blocks() {
        let code = qr("https://192.168.1.20:8787").unwrap();
        let widths: Vec<usize> = code.lines().map(|line| line.chars().count()).collect();
        assert!(widths.len() > 10 && widths.iter().all(|width| *width == widths[0]));
    }
}
