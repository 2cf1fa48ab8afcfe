provider_client::codes! {
    /// A code of the provider's.
    ///
    /// Two sets of codes exist, and no page reconciles them: examples on the pages keep the older
    /// one, the code table since 2024-06-12 has the newer \[docs+\]. Both are here, the messages
    /// of the older set word for word. A code that is not listed is kept as it came.
    ///
    /// [6048](Self::ORDER_CREATE_FAILED), one reading of [6015](Self::QRCODE_EXPIRED_OR_TIMEOUT),
    /// and every code that is not documented leave a call that writes open \[inferred\].
    pub struct Code, success 0;
    // The older set: page examples and the first code table.
    BAD_REQUEST = 400, InvalidRequest, Some("Bad Request"), "the request is malformed";
    NOT_FOUND = 404, NotFound, Some("Not Found"), "what the request names does not exist";
    FORM_INVALID = 10001, InvalidRequest, Some("表单校验失败，请重新输入"), "the parameters do not pass the checks";
    CREDENTIALS_EMPTY = 10008, Auth, Some("appid or appsecret is empty"), "`Appid` or `AppSecret` is missing; comes with HTTP status 401";
    MERCHANT_EXPIRED = 10009, Auth, Some("当前商户已过期，请先续费"), "the merchant has expired";
    MERCHANT_NOT_VERIFIED = 10010, Auth, Some("当前商户尚未验证，请先验证"), "the merchant is not verified";
    APP_SECRET_INVALID = 10013, Auth, Some("app secret is invalid"), "the `AppSecret` is wrong";
    APP_ID_INVALID = 10014, Auth, Some("appid is invalid"), "the `Appid` is wrong";
    PICKUP_CODES_DISABLED = 10023, BusinessRefusal, Some("取货码功能尚未开启"), "pickup codes are switched off for this machine; the switch is in the console";
    PICKUP_CODE_USED = 10025, Conflict, Some("取货码已使用"), "the pickup code was used already";
    NO_MACHINES = 30001, NotFound, Some("没有关联的设备号"), "the merchant has no machine";
    MACHINE_OFFLINE = 30002, Transient NotDone, Some("设备已离线"), "the machine is offline; it may take hours";
    MACHINE_NOT_FOUND = 30003, NotFound, Some("设备不存在"), "there is no such machine";
    MACHINE_NOT_OPERATING = 30004, BusinessRefusal, Some("设备不在运营中"), "the machine is not in operation";
    ORDER_EXPIRED = 40005, BusinessRefusal, Some("订单已过期"), "the order has expired";
    ORDER_STATUS_INVALID = 40006, BusinessRefusal, Some("订单状态无效"), "the state of the order does not allow it";
    PRODUCT_OFF_SALE = 60002, BusinessRefusal, Some("商品已下架"), "the product is off sale";
    STOCK_NOT_ENOUGH = 60003, BusinessRefusal, Some("商品库存不足"), "the stock is not enough";
    NO_RECORD = 80002, NotFound, Some("查不到对应记录"), "there is no such record";
    // The newer set: code table since 2024-06-12 [docs+].
    NOT_AUTHORIZED = 1000, Auth, None, "not authorized";
    APP_ID_EMPTY = 4000, Auth, None, "the app id is empty";
    APP_ID_NOT_VALID = 4001, Auth, None, "the app id is invalid";
    APPLICATION_NOT_SUPPORTED = 4002, Auth, None, "the application is not supported";
    PAYLOAD_SIGN_INVALID = 4006, Auth, None, "the signature of the payload is invalid";
    INSTALL_PASSWORD_INVALID = 4007, Auth, None, "the install password is invalid";
    SECRET_NOT_VALID = 4009, Auth, None, "the app secret is invalid";
    NO_PERMISSION_TO_CREATE = 6002, Auth, None, "no permission to create";
    NO_PERMISSION_TO_DELETE = 6003, Auth, None, "no permission to delete";
    NO_PERMISSION_TO_UPDATE = 6004, Auth, None, "no permission to update";
    NO_PERMISSION_TO_GET = 6005, Auth, None, "no permission to get";
    NOT_MERCHANT_OWNER = 6007, Auth, None, "not the owner of the merchant";
    PASSWORD_MISMATCH = 6010, Auth, None, "the passwords do not match";
    MERCHANT_HAS_EXPIRED = 6017, Auth, None, "the merchant has expired";
    MERCHANT_UNVERIFIED = 6018, Auth, None, "the merchant is not verified";
    APP_ID_REFUSED = 6020, Auth, None, "the app id is invalid";
    MERCHANT_INVALID = 6039, Auth, None, "the merchant is invalid";
    PERMISSION_DENIED = 6044, Auth, None, "permission denied";
    PARAMS_INVALID = 4003, InvalidRequest, None, "the parameters are invalid";
    TARGET_IS_SELF = 5003, InvalidRequest, None, "the target machine is the same machine";
    PASSWORD_EMPTY = 6011, InvalidRequest, None, "the password is empty";
    USERNAME_EMPTY = 6012, InvalidRequest, None, "the user name is empty";
    METHOD_NOT_ALLOWED = 6021, InvalidRequest, None, "the method is not allowed";
    EXPIRED_AT_INVALID = 6029, InvalidRequest, None, "`expired_at` is invalid";
    TRADE_ID_EMPTY = 6041, InvalidRequest, None, "the trade id is empty";
    RECORD_NOT_FOUND = 4004, NotFound, None, "there is no such record";
    ROUTE_NOT_FOUND = 6016, NotFound, None, "there is no such path: a wrong path, or the API is gone";
    MERCHANT_NOT_FOUND = 6023, NotFound, None, "there is no such merchant";
    NO_SUCH_MACHINE = 6026, NotFound, None, "there is no such machine";
    CABINET_NOT_FOUND = 6038, NotFound, None, "there is no such cabinet";
    PRODUCT_NOT_FOUND = 6045, NotFound, None, "there is no such product";
    MACHINE_INSTALLED = 4005, Conflict, None, "the machine is installed already";
    IMEI_IN_USE = 6001, Conflict, None, "the imei is in use";
    IMEI_TAKEN = 6027, Conflict, None, "the imei is in use";
    USERNAME_IN_USE = 6009, Conflict, None, "the user name is in use";
    MERCHANT_EXISTS = 6022, Conflict, None, "the merchant exists already";
    PICKUP_CODE_EXISTS = 6030, Conflict, None, "the pickup code exists already";
    PICKUP_CODE_WAS_USED = 6033, Conflict, None, "the pickup code was used already";
    ORDER_DELIVERED = 6034, Conflict, None, "the order was delivered already";
    TRADE_ID_EXISTS = 6040, Conflict, None, "the trade id exists already";
    ORDER_PAID = 6049, Conflict, None, "the order was paid already";
    MODEL_IN_USE = 6055, Conflict, None, "the model is in use";
    TEL_OR_ROLE_IN_USE = 6013, Conflict, None, "used twice: the telephone number, or the name of the role, is in use";
    MACHINE_BEING_TRANSFERRED = 5001, BusinessRefusal, None, "the machine is being transferred";
    MACHINE_NOT_BEING_TRANSFERRED = 5002, BusinessRefusal, None, "the machine is not being transferred";
    MACHINE_IN_TRANSFER = 6006, BusinessRefusal, None, "the machine is in transfer";
    TARGET_MACHINE_COUNT_NOT_ENOUGH = 6008, BusinessRefusal, None, "the target merchant's number of machines is not enough";
    MERCHANT_MAY_NOT_CREATE = 6024, BusinessRefusal, None, "the merchant may not create";
    MACHINE_HAS_PRODUCT = 6028, BusinessRefusal, None, "the machine has products";
    PICKUP_CODES_OFF = 6031, BusinessRefusal, None, "pickup codes are switched off";
    PICKUP_CODE_EXPIRED = 6032, BusinessRefusal, None, "the pickup code has expired";
    PICKUP_CODE_NOT_ENOUGH = 6035, BusinessRefusal, None, "the pickup codes are not enough";
    BANNER_NOT_ENOUGH = 6036, BusinessRefusal, None, "the banners are not enough";
    MODEL_NOT_ENOUGH = 6037, BusinessRefusal, None, "the models are not enough";
    ORDER_HAS_EXPIRED = 6042, BusinessRefusal, None, "the order has expired";
    ORDER_STATE_INVALID = 6043, BusinessRefusal, None, "the state of the order does not allow it";
    PRODUCT_IS_OFF_SALE = 6046, BusinessRefusal, None, "the product is off sale";
    INVENTORY_NOT_ENOUGH = 6047, BusinessRefusal, None, "the stock is not enough";
    CART_ADD_FAILED = 6050, BusinessRefusal, None, "adding to the cart failed";
    CART_DELETE_FAILED = 6051, BusinessRefusal, None, "deleting from the cart failed";
    CART_EMPTY = 6052, BusinessRefusal, None, "the cart is empty";
    PAYMENT_FAILED = 6053, BusinessRefusal, None, "the payment failed";
    ORDER_UNPAID = 6054, BusinessRefusal, None, "the order is not paid";
    PRODUCT_NOT_ON_SALE = 6056, BusinessRefusal, None, "the product is not on sale";
    MACHINE_IS_OFFLINE = 4008, Transient NotDone, None, "the machine is offline";
    MACHINE_WENT_OFFLINE = 6025, Transient NotDone, None, "the machine is offline";
    EMAIL_IN_USE_OR_TOKEN_FAILED = 6014, Unknown NotDone, None, "used twice: the e-mail address is in use, or making a token failed";
    QRCODE_EXPIRED_OR_TIMEOUT = 6015, Unknown, None, "used twice: the QR code has expired, or the action timed out";
    ORDER_CREATE_FAILED = 6048, Unknown, None, "creating the order failed";
}
