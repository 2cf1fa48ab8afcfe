use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

use access_token::Secret;
use openplat_sandbox::Chao8;

/// Tells processes whether the sandbox accepts a token, without making a call with it: a call
/// would use up a rejection that is meant for the client.
pub(crate) struct Witness {
    pub(crate) port: u16,
}

impl Witness {
    pub(crate) fn of(chao8: &Chao8) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let chao8 = chao8.clone();
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let chao8 = chao8.clone();
                // A process that was killed breaks its connection: that ends the thread.
                thread::spawn(move || answer(&stream, &chao8));
            }
        });
        Self { port }
    }
}

fn answer(stream: &TcpStream, chao8: &Chao8) -> Option<()> {
    stream.set_nodelay(true).ok()?;
    for token in BufReader::new(stream).lines() {
        let answer = match chao8.is_accepted(&token.ok()?) {
            true => "yes\n",
            false => "no\n",
        };
        let mut out = stream;
        out.write_all(answer.as_bytes()).ok()?;
    }
    Some(())
}

/// The other end, in a process.
pub(crate) struct Question(BufReader<TcpStream>);

impl Question {
    pub(crate) fn to(port: u16) -> Self {
        let stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(BufReader::new(stream))
    }

    pub(crate) fn is_accepted(&mut self, token: &Secret) -> bool {
        let line = format!("{}\n", token.expose());
        self.0.get_mut().write_all(line.as_bytes()).unwrap();
        let mut answer = String::new();
        self.0.read_line(&mut answer).unwrap();
        answer == "yes\n"
    }
}
