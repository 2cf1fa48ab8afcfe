use std::net::TcpListener;

use openplat_sandbox::Fault;

/// Every fault of the transport after which nobody knows what became of the request.
pub fn faults() -> [Fault; 11] {
    [
        Fault::Redirect {
            status: 302,
            location: "http://127.0.0.1:1/".to_owned(),
        },
        Fault::HtmlPage { status: 200 },
        Fault::HtmlPage { status: 502 },
        Fault::CutBody,
        Fault::CutHead,
        Fault::Garbage,
        Fault::Reset,
        Fault::LostAnswer,
        Fault::LostRequest,
        Fault::EndlessBody,
        Fault::Silence,
    ]
}

/// A port that takes connections and never answers, as long as it is kept.
pub fn silent() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").unwrap()
}
