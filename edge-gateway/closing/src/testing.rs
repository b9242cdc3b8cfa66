//! A client of HTTP/2 that sends requests behind the end of its connection, frame by frame (RFC 9113), for the tests of servers
//! that close with [`Shared::close`](crate::Shared::close). Clients of libraries stop sending when they know of the end; that they
//! may not know yet is the point.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::time::Instant;

use crate::PATIENCE;

/// Types of frames (RFC 9113 section 6), and the flag by which SETTINGS and PING are acknowledged.
const HEADERS: u8 = 1;
const SETTINGS: u8 = 4;
const PING: u8 = 6;
const GOAWAY: u8 = 7;
const ACK: u8 = 1;
/// The flag of HEADERS that hold all of them.
const END_HEADERS: u8 = 4;
/// `:method: GET`, from HPACK's table (RFC 7541 appendix A): the server need not like the request, only read it.
const GET: [u8; 1] = [0x82];
/// How many requests are sent behind the end.
const BEHIND: u32 = 100;

/// What such a client saw.
#[derive(Debug)]
pub struct Seen {
    /// The last stream that each GOAWAY names, in order.
    pub goaways: Vec<u32>,
    /// The requests behind the end were sent and the connection then ended, or what became of them instead.
    pub behind: io::Result<()>,
    /// From the first GOAWAY on all was within the time that the server has patience for. Where it was not, the rest says nothing of
    /// the server.
    pub in_time: bool,
}

fn frame(kind: u8, flags: u8, stream: u32, holds: &[u8]) -> Vec<u8> {
    let length = u32::try_from(holds.len()).unwrap_or(u32::MAX).to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), holds].concat()
}

/// Speaks to a server over `stream` until it has ended its half, answering what must be answered, and sends requests then. Calls
/// `met` when the server has said something: from there on it has to end this connection in order.
///
/// # Errors
/// Where the connection fails before its end.
pub async fn send_behind_the_end(
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
    met: impl FnOnce(),
) -> io::Result<Seen> {
    let mut met = Some(met);
    stream.write_all(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").await?;
    stream.write_all(&frame(SETTINGS, 0, 0, &[])).await?;
    let (mut goaways, mut began) = (Vec::new(), None);
    let mut head = [0; 9];
    loop {
        // The end, where no frame begins.
        if stream.read(&mut head[..1]).await? == 0 {
            break;
        }
        stream.read_exact(&mut head[1..]).await?;
        let length = u32::from_be_bytes([0, head[0], head[1], head[2]]);
        let mut holds = vec![0; length as usize];
        stream.read_exact(&mut holds).await?;
        if let Some(met) = met.take() {
            met();
        }
        match (head[3], head[4] & ACK) {
            (SETTINGS, 0) => stream.write_all(&frame(SETTINGS, ACK, 0, &[])).await?,
            (PING, 0) => stream.write_all(&frame(PING, ACK, 0, &holds)).await?,
            (GOAWAY, _) => {
                began.get_or_insert_with(Instant::now);
                let last = holds.first_chunk().ok_or(io::ErrorKind::InvalidData)?;
                goaways.push(u32::from_be_bytes(*last));
            }
            _ => {}
        }
    }
    let behind = async {
        for number in 0..BEHIND {
            stream.write_all(&frame(HEADERS, END_HEADERS, 2 * number + 1, &GET)).await?;
        }
        // The server's half has ended already: there is nothing to read but, on a bare socket, a reset.
        match stream.read(&mut head).await? {
            0 => Ok(()),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    };
    let behind = behind.await;
    Ok(Seen { goaways, behind, in_time: began.is_some_and(|began| began.elapsed() < PATIENCE) })
}
