//! A wire that loses one answer in ten, in one of three ways, and lets strangers log in.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};

use openplat_sandbox::{Fault, FaultProxy, Sandbox};

/// One request in so many is lost.
const LOST_ONE_IN: usize = 10;

pub(crate) struct LossyWire {
    address: SocketAddr,
    shared: Arc<Shared>,
    accepting: Option<JoinHandle<()>>,
}

struct Shared {
    sandbox: Arc<Sandbox>,
    clean: FaultProxy,
    faulty: [FaultProxy; 3],
    requests: AtomicUsize,
    lost: [AtomicUsize; 3],
    stranger_after: usize,
    is_stopped: AtomicBool,
}

impl LossyWire {
    /// A wire to a sandbox in which a stranger logs in after each so many requests.
    pub(crate) fn start(sandbox: &Arc<Sandbox>, stranger_after: usize) -> Self {
        let proxy = |fault| FaultProxy::start(sandbox.address(), fault).unwrap();
        let shared = Arc::new(Shared {
            clean: proxy(Fault::None),
            // Before the sandbox, behind it, and in the middle of the body.
            faulty: [
                proxy(Fault::LostRequest),
                proxy(Fault::LostAnswer),
                proxy(Fault::CutBody),
            ],
            sandbox: Arc::clone(sandbox),
            requests: AtomicUsize::new(0),
            lost: [const { AtomicUsize::new(0) }; 3],
            stranger_after,
            is_stopped: AtomicBool::new(false),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let address = listener.local_addr().unwrap();
        let for_thread = Arc::clone(&shared);
        let accepting = thread::spawn(move || accept(&listener, &for_thread));
        Self {
            address,
            shared,
            accepting: Some(accepting),
        }
    }

    pub(crate) fn base_url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many answers were lost in each way.
    pub(crate) fn lost(&self) -> [usize; 3] {
        let lost = &self.shared.lost;
        [0, 1, 2].map(|way| lost[way].load(Ordering::SeqCst))
    }
}

impl Drop for LossyWire {
    fn drop(&mut self) {
        self.shared.is_stopped.store(true, Ordering::SeqCst);
        // A connection wakes the thread that accepts.
        drop(TcpStream::connect(self.address));
        if let Some(accepting) = self.accepting.take() {
            let _ = accepting.join();
        }
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    thread::scope(|scope| {
        while let Ok((client, _)) = listener.accept() {
            if shared.is_stopped.load(Ordering::SeqCst) {
                return;
            }
            // A peer that is gone is nobody to tell.
            scope.spawn(move || drop(relay(&client, shared)));
        }
    });
}

/// Carries one request, on a connection that ends after it, so that each has its own fate.
fn relay(mut client: &TcpStream, shared: &Shared) -> std::io::Result<()> {
    let mut reader = BufReader::new(client);
    let mut head = String::new();
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 {
            return Ok(());
        }
        if line == "\r\n" {
            break;
        }
        if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
            length = value.trim().parse().unwrap();
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;

    let number = shared.requests.fetch_add(1, Ordering::SeqCst) + 1;
    if number.is_multiple_of(shared.stranger_after) {
        shared.sandbox.damaijia().foreign_login();
    }
    let mut server = TcpStream::connect(shared.way(number).address())?;
    write!(server, "{head}Connection: close\r\n\r\n")?;
    server.write_all(&body)?;
    std::io::copy(&mut server, &mut client)?;
    client.shutdown(Shutdown::Both)
}

impl Shared {
    /// Where a request goes: at random, and the same in every run for the same number.
    fn way(&self, number: usize) -> &FaultProxy {
        let mut dice = (number as u64).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        dice ^= dice >> 32;
        dice = dice.wrapping_mul(0xD6E8_FEB8_6659_FD93);
        dice ^= dice >> 32;
        let roll = usize::try_from(dice % (3 * LOST_ONE_IN as u64)).unwrap();
        match self.faulty.get(roll) {
            Some(way) => {
                self.lost[roll].fetch_add(1, Ordering::SeqCst);
                way
            }
            None => &self.clean,
        }
    }
}
