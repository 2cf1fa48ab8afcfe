provider_client::codes! {
    /// A code of the provider's: the `status` of an answer.
    ///
    /// The first part is the provider's own list (公共错误码) with its messages word for word
    /// \[doc\]; the second part is known from behaviour only \[observed\]. The classes are ours
    /// \[inferred\]. A code that is not listed is kept as it came; an older list gave 120 to 139
    /// other meanings, so show the provider's message for those.
    ///
    /// [2](Self::INTERNAL_ERROR), [100](Self::SYSTEM_BUSY), [162](Self::TIMED_OUT),
    /// [163](Self::PROCESSING_FAILED), [210](Self::UNKNOWN_ERROR),
    /// [217](Self::ORDER_CREATION_FAILED), [400](Self::SYSTEM_FAULT) and
    /// [500](Self::UNHANDLED_FAULT) leave a call that writes open \[inferred\]. To be on the safe
    /// side, so do the failures of systems behind the provider ([170](Self::UPSTREAM_ERROR),
    /// [238](Self::WAREHOUSE_FAILED_238), [241](Self::WAREHOUSE_FAILED_241),
    /// [242](Self::WAREHOUSE_FAILED_242)), every other code of the class
    /// [`Class::Unknown`](crate::Class::Unknown), and every code that is not listed.
    pub struct Code, success 0, "操作成功";
    // 公共错误码 [doc].
    NOT_JSON = 132, InvalidRequest, Some("请求格式必须为JSON"), "the request must be JSON";
    TOO_FREQUENT = 160, RateLimit, Some("您的请求太过频繁,请稍后再试"), "too many requests; no figure is published";
    DAILY_LIMIT_REACHED = 161, DailyLimit, Some("今天请求次数已达到上限,请明天再试"), "the requests of the day are used up";
    // Quirk: 200 is a failure, not a success [doc].
    AUTHENTICATION_FAILED = 200, TokenRejected, Some("认证失败,Authorization填写错误"), "the access token or the `api_key` is not accepted";
    CANCEL_FAILED = 208, BusinessRefusal, Some("取消订单失败,请联系客服"), "cancelling failed; read the state of the parcel again";
    BALANCE_TOO_LOW = 209, BusinessRefusal, Some("账户余额不足,请先充值"), "the balance is too low";
    PARCEL_SENT = 213, BusinessRefusal, Some("包裹已发货,无法取消"), "the parcel was sent and cannot be cancelled";
    PRODUCT_OFF_SALE = 226, BusinessRefusal, Some("商品已下架,请联系客服"), "the product is off sale; may come as 422";
    WAREHOUSE_OFF = 227, BusinessRefusal, Some("仓库已下架,请联系客服"), "the warehouse is off line; may come as 422";
    SOURCE_NOT_SUPPORTED = 228, BusinessRefusal, Some("当前商品暂不支持该发货平台,换个发货平台"), "the product does not support this source; may come as 422";
    ORIGIN_NOT_CONFIGURED = 233, BusinessRefusal, Some("商品发货地异常,请联系客服"), "the operator has not configured the price of the place of dispatch";
    SITE_ORDER_ID_EXISTS = 234, Conflict, Some("site_order_id已存在"), "the `site_order_id` exists: on a repeat, the first call won";
    ORIGIN_BANNED = 235, BusinessRefusal, Some("商品发货地已禁发"), "nothing is sent from the place of dispatch now";
    PARAMETERS_INVALID = 422, InvalidRequest, Some("参数列表不合法,在err中会给出提示"), "the parameters are refused, or the business; the message says why";
    // Seen in answers, documented nowhere [observed].
    TOKEN_EXPIRED = 72, TokenRejected, None, "the token expired (web side)";
    LOGIN_EXPIRED = 401, TokenRejected, None, "the login expired";
    WRONG_DOMAIN = 73, Auth, None, "the domain of the request is wrong";
    SITE_FROZEN = 201, Auth, None, "the site is frozen";
    NO_SUCH_ACCOUNT = 1003, Auth, None, "there is no such user, or no such pair of id and secret";
    ACCOUNT_FROZEN = 1004, Auth, None, "the account is frozen";
    PASSWORD_WRONG = 1005, Auth, None, "the password is wrong";
    LOGIN_FAILED = 1007, Auth, None, "the login failed";
    PERMISSION_NOT_OPENED = 2000, Auth, None, "the permission is not opened; another 2000 stands in the answer for a parcel";
    PARAMETER_MISSING = 110, InvalidRequest, None, "a required parameter is missing";
    OPERATION_ILLEGAL = 130, InvalidRequest, None, "the operation is illegal";
    OPERATION_INVALID = 131, InvalidRequest, None, "the operation is invalid";
    PRODUCT_INVALID = 202, InvalidRequest, None, "the product is invalid";
    WAREHOUSE_INVALID = 203, InvalidRequest, None, "the warehouse is invalid";
    QUANTITY_INVALID = 204, InvalidRequest, None, "the quantity is invalid";
    RECIPIENT_INVALID = 205, InvalidRequest, None, "a recipient is invalid, perhaps the name";
    SOURCE_INVALID = 206, InvalidRequest, None, "the source is invalid";
    ORDER_NUMBER_INVALID = 207, InvalidRequest, None, "the order number is invalid";
    REMARK_WRONG = 211, InvalidRequest, None, "the remark is wrong";
    NO_SUCH_METHOD = 405, InvalidRequest, None, "the HTTP method is not that of the path";
    PARAMETER_ERROR = 427, InvalidRequest, None, "a parameter is wrong";
    // Quirk: 429 is no rate limit [observed].
    PATH_DEPRECATED = 429, InvalidRequest, None, "the path is deprecated: that with `v1/` is the one to use";
    OAID_BAD = 2014, InvalidRequest, None, "the oaid is bad";
    ORDER_NUMBER_WRONG = 120, NotFound, None, "the order number is wrong or absent";
    PARCEL_NOT_FOUND = 212, NotFound, None, "there is no parcel with this id";
    NO_SUCH_PATH = 404, NotFound, None, "there is no such path";
    NO_DATA = 430, NotFound, None, "there is no data";
    NO_SUCH_ORDER = 2004, NotFound, None, "there is no such order (ERP)";
    ALREADY_FINISHED = 121, BusinessRefusal, None, "it is finished already";
    RESELLER_DEBIT_FAULT = 164, BusinessRefusal, None, "the reseller site's debit is at fault; the operator must act";
    RESELLER_JOURNAL_FAULT = 165, BusinessRefusal, None, "the reseller site's journal is at fault; the operator must act";
    RESELLER_BALANCE_FAULT = 166, BusinessRefusal, None, "the reseller site's balance is at fault; the operator must act";
    CART_EMPTY = 214, BusinessRefusal, None, "the cart is empty";
    PAYMENT_FAILED = 215, BusinessRefusal, None, "the payment failed";
    NOT_AWAITING_PAYMENT = 216, BusinessRefusal, None, "the order does not await payment";
    STATE_FORBIDS_CANCELLING = 218, BusinessRefusal, None, "the state does not allow cancelling";
    PAYMENT_TIMEOUT = 219, BusinessRefusal, None, "the time to pay is over";
    PLACE_NOT_CONFIGURED_229 = 229, BusinessRefusal, None, "the place of dispatch or its price is not configured; the operator must act";
    PLACE_NOT_CONFIGURED_230 = 230, BusinessRefusal, None, "the place of dispatch or its price is not configured; the operator must act";
    PLACE_NOT_CONFIGURED_236 = 236, BusinessRefusal, None, "the place of dispatch or its price is not configured; the operator must act";
    PLACE_NOT_CONFIGURED_237 = 237, BusinessRefusal, None, "the place of dispatch or its price is not configured; the operator must act";
    SITE_DATA_FAULT_231 = 231, BusinessRefusal, None, "data of the account or the site are at fault; the operator must act";
    SITE_DATA_FAULT_240 = 240, BusinessRefusal, None, "data of the account or the site are at fault; the operator must act";
    PRODUCT_DATA_FAULT = 232, BusinessRefusal, None, "data of the product are at fault, or the fee is below cost";
    CANCEL_NOT_SUPPORTED = 239, BusinessRefusal, None, "the parcel cannot be cancelled; it may hide a passing fault: read the state again";
    DESTINATION_BANNED = 2001, BusinessRefusal, None, "nothing is sent to the destination now";
    PLATFORM_NOT_SUPPORTED = 2003, BusinessRefusal, None, "the product does not support this platform";
    SHOP_NOT_LINKED = 2011, BusinessRefusal, None, "the shop is not linked";
    INTERNAL_ERROR = 2, Transient, None, "an internal error";
    SYSTEM_BUSY = 100, Transient, None, "the system is busy";
    TIMED_OUT = 162, Transient, None, "the provider's own time-out";
    PROCESSING_FAILED = 163, Transient, None, "processing the data failed";
    UPSTREAM_ERROR = 170, Transient, None, "an interface behind the provider failed";
    ORDER_CREATION_FAILED = 217, Transient, None, "creating the order failed";
    PARCEL_LOCKED = 221, Transient NotDone, None, "the parcel is locked, it is being sent";
    WAREHOUSE_FAILED_238 = 238, Transient, None, "a warehouse behind the provider failed or has no waybill numbers";
    WAREHOUSE_FAILED_241 = 241, Transient, None, "a warehouse behind the provider failed or has no waybill numbers";
    WAREHOUSE_FAILED_242 = 242, Transient, None, "a warehouse behind the provider failed or has no waybill numbers";
    SYSTEM_FAULT = 400, Transient, None, "a fault of the system";
    UNKNOWN_ERROR = 210, Unknown, None, "an unknown error";
    PARCEL_CANCEL_FAILED = 220, Unknown, None, "cancelling the parcel failed; read its state again";
    UPSTREAM_CALLBACK_FAULT_222 = 222, Unknown, None, "a fault of callbacks or tools behind the provider";
    UPSTREAM_CALLBACK_FAULT_223 = 223, Unknown, None, "a fault of callbacks or tools behind the provider";
    UPSTREAM_CALLBACK_FAULT_224 = 224, Unknown, None, "a fault of callbacks or tools behind the provider";
    UPSTREAM_CALLBACK_FAULT_225 = 225, Unknown, None, "a fault of callbacks or tools behind the provider";
    PRICE_LAYERS = 428, Unknown, None, "a matter of price layers";
    UNHANDLED_FAULT = 500, Unknown, None, "a fault that nobody handled; the message is its text";
    PARCEL_MATTER_1008 = 1008, Unknown, None, "a matter of parcel states, third-party numbers or waybills";
    PARCEL_MATTER_1009 = 1009, Unknown, None, "a matter of parcel states, third-party numbers or waybills";
    PARCEL_MATTER_1010 = 1010, Unknown, None, "a matter of parcel states, third-party numbers or waybills";
    PARCEL_MATTER_1011 = 1011, Unknown, None, "a matter of parcel states, third-party numbers or waybills";
    PARCEL_MATTER_1012 = 1012, Unknown, None, "a matter of parcel states, third-party numbers or waybills";
    PARCEL_MATTER_1013 = 1013, Unknown, None, "a matter of parcel states, third-party numbers or waybills";
    PARCEL_MATTER_1014 = 1014, Unknown, None, "a matter of parcel states, third-party numbers or waybills";
    PARCEL_AWAITS_DECRYPTION = 1015, Unknown, None, "the parcel waits for decryption";
    UNKNOWN_MATTER = 2010, Unknown, None, "unknown";
    SHOP_NOT_SUBSCRIBED = 2012, Unknown, None, "used twice: the shop is not subscribed, or the minimum is 1";
    PRODUCT_INFORMATION_ABSENT = 2013, Unknown, None, "used twice: information on the product is absent, or an unknown fault of the platform";
}
