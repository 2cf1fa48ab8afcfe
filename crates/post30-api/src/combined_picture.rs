//! Links to the combined picture of an ID card.

use std::time::Duration;

use crate::{Client, Error};

const PATH: &str = "/api/IDCard/CombinePic";

impl Client {
    /// A signed link to the picture with both sides of an ID card. Nothing is sent.
    ///
    /// `cid` is the number of the card, such as 950122. The link names its expiry, `lifetime` from
    /// now on, whatever [`Settings::without_timer`](crate::Settings::without_timer) says: 1 second
    /// to 24 hours. Those of the provider live 1 hour \[inferred\]. The space in the expiry is
    /// written `%20`; the provider leaves it as it is \[docs+\].
    ///
    /// Whoever has the link sees the card until then: treat it as a secret. It holds the access
    /// key too. It begins with [`Settings::upload_url`](crate::Settings::upload_url).
    ///
    /// Source: `CombinePic` of the ID-card page \[docs+\]; how a link is signed \[inferred\].
    ///
    /// # Errors
    ///
    /// [`Error::Invalid`] when the lifetime is out of its range, and when calls to the host of the
    /// link would not be allowed: plain http.
    #[doc(alias = "CombinePic")]
    pub fn combined_picture_link(&self, cid: u64, lifetime: Duration) -> Result<String, Error> {
        let base_url = self.settings.upload_url.trim_end_matches('/');
        // The settings are checked as for a call, and by the same rules.
        self.hosts.at(&self.settings, "upload_url", base_url)?;
        // Quirk: the names of the query take the place of `data` [inferred].
        let (query, _) = self.sign(&[("cid", &cid.to_string())], Some(lifetime))?;
        Ok(format!("{base_url}{PATH}?{query}"))
    }
}
