//! Certificates, good and bad.

use std::sync::{Arc, OnceLock};

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, SanType, date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// The certificates of all cells: making one takes a while.
pub(crate) struct Certificates {
    /// Who is trusted by the clients.
    pub(crate) root_pem: String,
    pub(crate) good: Arc<ServerConfig>,
    pub(crate) expired: Arc<ServerConfig>,
    pub(crate) not_yet_valid: Arc<ServerConfig>,
    pub(crate) for_another_name: Arc<ServerConfig>,
    pub(crate) self_signed: Arc<ServerConfig>,
    pub(crate) of_another_authority: Arc<ServerConfig>,
}

pub(crate) fn certificates() -> &'static Certificates {
    static CERTIFICATES: OnceLock<Certificates> = OnceLock::new();
    CERTIFICATES.get_or_init(|| {
        let root = authority();
        let here = params("127.0.0.1");
        let mut expired = here.clone();
        expired.not_before = date_time_ymd(2020, 1, 1);
        expired.not_after = date_time_ymd(2021, 1, 1);
        let mut not_yet_valid = here.clone();
        not_yet_valid.not_before = date_time_ymd(3000, 1, 1);
        not_yet_valid.not_after = date_time_ymd(3001, 1, 1);
        let key = KeyPair::generate().unwrap();
        let own = here.self_signed(&key).unwrap();
        Certificates {
            root_pem: root.pem(),
            good: signed_by(&root, &here),
            expired: signed_by(&root, &expired),
            not_yet_valid: signed_by(&root, &not_yet_valid),
            for_another_name: signed_by(&root, &params("another.example")),
            self_signed: config(own.der().to_vec(), &key),
            of_another_authority: signed_by(&authority(), &here),
        }
    })
}

fn params(name: &str) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.subject_alt_names = vec![match name.parse() {
        Ok(address) => SanType::IpAddress(address),
        Err(_) => SanType::DnsName(name.try_into().unwrap()),
    }];
    params
}

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

fn signed_by(
    authority: &CertifiedIssuer<'static, KeyPair>,
    params: &CertificateParams,
) -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let certificate = params.signed_by(&key, authority).unwrap();
    config(certificate.der().to_vec(), &key)
}

fn config(certificate: Vec<u8>, key: &KeyPair) -> Arc<ServerConfig> {
    let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.into()], key)
        .unwrap();
    Arc::new(config)
}
