//! One connection: request by request, what the fault makes of it.

use std::io::{self, BufReader, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::time::Duration;

use super::http1::{self, Message};
use super::kinds::Fault;
use super::switchboard::Switchboard;

/// How a connection goes on after a request.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Next {
    Keep,
    Close,
    Reset,
}

/// Answers the requests of a connection until one of them ends it.
pub(super) fn converse(client: &TcpStream, switchboard: &Arc<Switchboard>) -> io::Result<Next> {
    client.set_nodelay(true)?;
    let mut reader = BufReader::new(client);
    while let Some(request) = http1::read_request(&mut reader)? {
        let fault = switchboard.fault(&request.head);
        if fault == Fault::Silence {
            io::copy(&mut reader, &mut io::sink())?;
            break;
        }
        match misbehave(&fault, &request, client, switchboard)? {
            Next::Keep if !request.closes => {}
            Next::Keep => break,
            next => return Ok(next),
        }
    }
    Ok(Next::Close)
}

fn misbehave(
    fault: &Fault,
    request: &Message,
    mut client: &TcpStream,
    switchboard: &Arc<Switchboard>,
) -> io::Result<Next> {
    match fault {
        Fault::None => return pass(request, client, switchboard, 1),
        Fault::AnswerTwice => return pass(request, client, switchboard, 2),
        Fault::HangUp => {
            pass(request, client, switchboard, 1)?;
        }
        // The caller has kept silent already.
        Fault::Silence | Fault::LostRequest => {}
        Fault::SlowBytes { pause } => {
            let answer = forward(request, switchboard)?;
            for (sent, byte) in answer.head.iter().chain(&answer.body).enumerate() {
                if sent > 0 && !switchboard.wait(*pause) {
                    return Ok(Next::Close);
                }
                client.write_all(&[*byte])?;
            }
            return Ok(if answer.closes {
                Next::Close
            } else {
                Next::Keep
            });
        }
        Fault::Stall { pause } => {
            switchboard.wait(*pause);
        }
        Fault::CutBody => {
            let answer = forward(request, switchboard)?;
            client.write_all(&answer.head)?;
            client.write_all(&answer.body[..answer.body.len() / 2])?;
        }
        Fault::CutHead => {
            let answer = forward(request, switchboard)?;
            client.write_all(&answer.head[..answer.head.len() / 2])?;
        }
        Fault::EndlessBody => endless_body(client)?,
        Fault::Garbage => client.write_all(&garbage())?,
        Fault::HtmlPage { status } => {
            let page = format!("<html><body><h1>{status}</h1></body></html>\n");
            answer_with(client, *status, "Content-Type: text/html", &page)?;
            return Ok(Next::Keep);
        }
        Fault::Answer {
            after_effect,
            status,
            content_type,
            body,
        } => {
            if *after_effect {
                forward(request, switchboard)?;
            }
            let content_type = without_line_breaks(content_type);
            answer_with(
                client,
                *status,
                &format!("Content-Type: {content_type}"),
                body,
            )?;
            return Ok(Next::Keep);
        }
        Fault::Redirect { status, location } => {
            let location = without_line_breaks(location);
            answer_with(client, *status, &format!("Location: {location}"), "")?;
            return Ok(Next::Keep);
        }
        Fault::Reset => return Ok(Next::Reset),
        Fault::LostAnswer => {
            forward(request, switchboard)?;
        }
    }
    Ok(Next::Close)
}

/// Carries a request to the target and its answer back, so many times.
fn pass(
    request: &Message,
    mut client: &TcpStream,
    switchboard: &Arc<Switchboard>,
    times: usize,
) -> io::Result<Next> {
    let mut answer = forward(request, switchboard)?;
    answer.head.append(&mut answer.body);
    // In one piece, so that nobody can come between.
    client.write_all(&answer.head.repeat(times))?;
    Ok(if answer.closes {
        Next::Close
    } else {
        Next::Keep
    })
}

/// Carries a request to the target, on a connection of its own, and reads the whole answer.
fn forward(request: &Message, switchboard: &Arc<Switchboard>) -> io::Result<Message> {
    let mut target = TcpStream::connect_timeout(&switchboard.target(), Duration::from_secs(5))?;
    let _noted = switchboard
        .note(&target)?
        .ok_or(io::ErrorKind::ConnectionAborted)?;
    target.set_nodelay(true)?;
    target.write_all(&request.head)?;
    target.write_all(&request.body)?;
    http1::read_answer(&mut BufReader::new(&target), request)
}

/// A value that cannot end its header.
fn without_line_breaks(value: &str) -> String {
    value.replace(['\r', '\n'], "")
}

fn answer_with(mut client: &TcpStream, status: u16, header: &str, body: &str) -> io::Result<()> {
    let length = body.len();
    let answer =
        format!("HTTP/1.1 {status} Fault\r\n{header}\r\nContent-Length: {length}\r\n\r\n{body}");
    client.write_all(answer.as_bytes())
}

/// Writes until the client has enough.
fn endless_body(mut client: &TcpStream) -> io::Result<()> {
    client.write_all(
        b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n",
    )?;
    let begin = r#"{"code":0,"message":"ok","data":["#;
    client.write_all(format!("{:x}\r\n{begin}\r\n", begin.len()).as_bytes())?;
    let more = r#""endless","#.repeat(400);
    let chunk = format!("{:x}\r\n{more}\r\n", more.len());
    loop {
        client.write_all(chunk.as_bytes())?;
    }
}

/// Bytes of a fixed pseudo-random sequence, none of which begins an HTTP answer.
fn garbage() -> Vec<u8> {
    let mut state: u32 = 0x9E37_79B9;
    (0..512)
        .map(|_| {
            state ^= state << 13;
            state ^= state >> 17;
            state ^= state << 5;
            state.to_le_bytes()[1] | 0x80
        })
        .collect()
}
