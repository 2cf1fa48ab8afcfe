use std::fmt;
use std::time::Duration;

use provider_client::{GMT8, Provider};
use provider_http::{InvalidInput, Settings as Transport};
use time::UtcOffset;

use crate::provider::Post30;
use crate::timer::check_lifetime;
use crate::{DataText, DigestCharset};

/// Where the service is, and the choices that its documents leave open.
///
/// ```
/// use std::time::Duration;
/// use post30_api::{DataText, Settings};
///
/// let settings = Settings::new(Settings::PRODUCT_URL)
///     .data_text(DataText::Utf8)
///     .signature_lifetime(Duration::from_secs(120))
///     .transport(|transport| transport.allow_plain_http().timeout(Duration::from_secs(10)));
/// ```
#[derive(Clone)]
pub struct Settings {
    pub(crate) upload_url: String,
    pub(crate) transport: Transport,
    pub(crate) data_text: DataText,
    pub(crate) digest_charset: DigestCharset,
    pub(crate) lifetime: Option<Duration>,
    pub(crate) zone: UtcOffset,
}

impl Settings {
    /// The host of the product calls \[doc\]. The provider documents plain http only: see
    /// [`Transport::allow_plain_http`].
    pub const PRODUCT_URL: &str = "http://p.30post.cn";

    /// The host of `closebatch` \[doc\] and of the combined pictures \[docs+\]; plain http too.
    pub const UPLOAD_URL: &str = "http://captureupload.30post.cn";

    /// Settings for a base URL: the part before `/Api/Product`.
    ///
    /// [`PRODUCT_URL`](Settings::PRODUCT_URL) is the documented one. It is not a default, since
    /// nobody states that the service still answers there.
    pub fn new(base_url: impl Into<String>) -> Self {
        Self {
            upload_url: Self::UPLOAD_URL.into(),
            transport: Transport::new(base_url).provider(Post30::NAME),
            data_text: DataText::Ascii,
            digest_charset: DigestCharset::Utf8,
            lifetime: Some(Duration::from_secs(5 * 60)),
            zone: GMT8,
        }
    }

    /// The base URL of the links to combined pictures, the part before `/api/IDCard`. Default
    /// [`UPLOAD_URL`](Settings::UPLOAD_URL).
    #[must_use]
    pub fn upload_url(mut self, url: impl Into<String>) -> Self {
        self.upload_url = url.into();
        self
    }

    /// Whether `data` is escaped to ASCII or sent in UTF-8. Default [`DataText::Ascii`].
    #[must_use]
    pub fn data_text(mut self, text: DataText) -> Self {
        self.data_text = text;
        self
    }

    /// The charset in which signatures are made. Default [`DigestCharset::Utf8`].
    ///
    /// It matters only for what is not ASCII: with [`DataText::Ascii`], parameters beside `data`.
    #[must_use]
    pub fn digest_charset(mut self, charset: DigestCharset) -> Self {
        self.digest_charset = charset;
        self
    }

    /// How long a signature is valid, counted from the client's clock. Default 5 minutes, as in
    /// the provider's sample; 1 second to 24 hours.
    ///
    /// The provider states neither a maximum nor how far clocks may differ.
    #[must_use]
    pub fn signature_lifetime(mut self, lifetime: Duration) -> Self {
        self.lifetime = Some(lifetime);
        self
    }

    /// Leaves out `timer`: signatures then never expire. Default it is sent.
    ///
    /// The table says that it is optional \[docs+\]; what the service does without it is unknown.
    #[must_use]
    pub fn without_timer(mut self) -> Self {
        self.lifetime = None;
        self
    }

    /// The zone in which the expiry of a signature is written. Default UTC+8.
    ///
    /// Not documented. Were it Sydney's, an expiry in UTC+8 would look 2 or 3 hours old: try
    /// another zone when every call is refused.
    #[must_use]
    pub fn timer_zone(mut self, zone: UtcOffset) -> Self {
        self.zone = zone;
        self
    }

    /// Changes the settings of the transport: deadlines, limits, proxy, certificates, clock, hook.
    /// They hold for every host that is called.
    #[must_use]
    pub fn transport(mut self, change: impl FnOnce(Transport) -> Transport) -> Self {
        self.transport = change(self.transport);
        self
    }

    pub(crate) fn check(&self) -> Result<(), InvalidInput> {
        match self.lifetime {
            Some(lifetime) => check_lifetime("signature_lifetime", lifetime).map(|_| ()),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Not the URL of the links: one that was not checked yet may carry a password.
        f.debug_struct("Settings")
            .field("transport", &self.transport)
            .field("data_text", &self.data_text)
            .field("digest_charset", &self.digest_charset)
            .field("lifetime", &self.lifetime)
            .field("zone", &self.zone)
            .finish_non_exhaustive()
    }
}
