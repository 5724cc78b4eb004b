/// The words by which codes are announced, and those that say that a number is something else, in the languages that
/// most mail is in. All in lower case.
enum CodeVocabulary {
    /// Whether any word that could bind a code stands in a text at all; most texts have none.
    static func mayAnnounce(_ octets: [UInt8]) -> Bool { traces.areIn(octets, octets.indices) }

    private static let traces = WordFinder([
        "code", "kode", "kodu", "koodi", "kod", "kód", "código", "codigo", "codic", "codi", "cod", "pin", "otp", "tan",
        "token", "2fa", "passwor", "kennwort", "pass", "mot de", "clave", "contraseña", "verif", "confirm", "to log",
        "to sign", "to continue", "to complete", "to authenticate", "zum anmelden", "mã", "hasło", "şifre", "код",
        "КОД", "Код", "парол", "Парол", "κωδικ", "Κωδικ", "קוד", "רמז", "رمز", "कोड", "รหัส", "码", "碼", "コード",
        "番号", "パスワード", "인증", "코드", "번호",
    ])

    // MARK: Announcements

    /// Words that announce a code, whatever stands beside them.
    static let sure: Set<String> = [
        "otp", "otps", "mtan", "smstan", "pushtan", "phototan", "chiptan", "passcode", "passcodes", "2fa",
    ]
    /// Words that do where nothing beside them says otherwise, and surely where something says so.
    static let heads: Set<String> = [
        "code", "codes", "pin", "pins", "pincode", "token", "tokens", "tan", "kod", "kody", "kodem", "kode", "koden",
        "kodu", "kodun", "kodunuz", "kodunuzu", "kodi", "kods", "kodas", "koodi", "koodisi", "kód", "kódja", "kódod",
        "kódom", "código", "códigos", "codigo", "codice", "codici", "codi", "cod", "codul", "clave", "код", "кода",
        "кодом", "коды", "κωδικός", "κωδικο", "κωδικό", "κωδικού", "קוד", "הקוד", "רמז", "رمز", "الرمز", "कोड", "mã",
        "verification", "vérification",
    ]
    /// Words that announce a code only beside one of ``once``.
    static let passwords: Set<String> = [
        "password", "passwords", "passwort", "kennwort", "passe", "contraseña", "пароль", "şifre", "şifreniz", "hasło",
        "wachtwoord", "lösenord", "senha", "salasana",
    ]
    /// That a password is for one time, as words begin.
    static let once = [
        "one-time", "onetime", "once", "temporary", "temporär", "einmal", "temporal", "provisoire", "unique",
        "одноразов", "временн", "kullanımlık", "jednoraz", "eenmalig", "engångs", "único", "otp",
    ]
    /// Whether a word may announce at all, or be a compound of one that does. Looked up by octets, as nearly none may.
    static func mayHead(_ octets: ArraySlice<UInt8>) -> Bool {
        octets.contains { $0 >= 0x80 } || headTraces.areIn(octets)
    }

    /// Only the shortest: who has a longer one has one of these.
    private static let headTraces: WordFinder = {
        let words = sure.union(heads).union(passwords).union(endings)
        return WordFinder(words.filter { word in !words.contains { $0 != word && word.contains($0) } })
    }()

    /// What a code is for that is typed in once, as words begin.
    static let purposes = [
        "verif", "vérif", "authent", "autent", "confirm", "bestätig", "bestaetig", "conferm", "potwierdz", "weryfik",
        "подтвер", "провер", "doğrula", "onay", "sicher", "secur", "sécur", "segur", "sicur", "säkerhet", "sikkerhet",
        "sikkerhed", "bezpiecz", "безопас", "login", "log-in", "logon", "sign-in", "signin", "sign", "anmeld",
        "logowani", "einmal", "one-time", "onetime", "2fa", "two-factor", "two-step", "zwei-faktor", "activat",
        "aktivier", "aktywac", "recover", "backup", "back-up", "access", "zugang", "zugriff", "acceso", "accès",
        "connexion", "temporary", "одноразов", "engångs", "engangs", "vahvistus", "xác", "التحقق", "تحقق", "التأكيد",
        "אימות", "האימות", "bekräft", "bekreft", "bekræft", "freischalt", "reset", "unlock", "otp", "входа", "вход",
    ]
    /// Chinese, Japanese and Korean words, which stand inside of others.
    static let sureInside = [
        "验证码", "驗證碼", "校验码", "校驗碼", "动态码", "動態碼", "激活码", "安全码", "確認碼", "确认码", "动态密码",
        "一次性密码", "認証コード", "確認コード", "認証番号", "確認番号", "暗証番号", "セキュリティコード",
        "ワンタイムパスワード", "인증번호", "인증코드", "보안코드", "확인코드",
    ].map { Array($0.utf8) }
    static let insides = ["コード", "코드", "รหัส"].map { Array($0.utf8) }
    static let voidInside = [
        "バーコード", "qrコード", "クーポン", "エラー", "郵便", "쿠폰", "바코드", "우편", "ไปรษณีย์", "ส่วนลด",
    ].map { Array($0.utf8) }
    /// What a topic is marked with where no verb follows: 739104 是您的验证码.
    static let copulasInside = ["是", "为", "為", "が", "は", "を", "은", "는", "이"].map { Array($0.utf8) }

    /// How compounds end that announce a code: Bestätigungscode, verificatiecode, vahvistuskoodi.
    static let endings = ["code", "codes", "kode", "kod", "koden", "kód", "koodi", "passwort", "kennwort"]
    /// How compounds begin, and which words stand before a head, where the code is no secret.
    static let others: Set<String> = [
        "discount", "promo", "promotion", "promotional", "coupon", "voucher", "gift", "referral", "invite", "zip",
        "post",
        "postal", "area", "country", "region", "dial", "dialling", "dialing", "error", "status", "exit", "response",
        "reason", "source", "bar", "qr", "product", "item", "article", "tracking", "booking", "order", "customer",
        "dress", "color", "colour", "tax", "sort", "branch", "bank", "swift", "bic", "icd", "vs", "visual", "machine",
        "byte", "legacy", "clean", "building", "civil", "penal",
        "currency", "language", "time", "airport", "flight", "room", "class", "course", "project", "cost", "rabatt",
        "gutschein", "geschenk", "aktions", "vorteils", "fehler", "länder", "laender", "quell", "strich", "bestell",
        "kunden",
        "vorwahl", "промо", "штрих", "rabat", "kortings", "actie", "erreur", "your-own", "hex", "html", "javascript",
        "sample", "example", "sports", "team", "fan", "safety", "bowling", "enamel", "rolling", "session", "csrf",
        "api",
        "bearer", "refresh", "device",
    ]
    static let failures: Set<String> = [
        "failed", "fails", "exited", "exits", "returned", "returns", "ended", "crashed",
    ]
    /// Of these a number without a word for codes is a part.
    static let offers: Set<String> = [
        "discount", "promo", "promotion", "coupon", "voucher", "gift", "referral", "checkout", "off", "rabatt",
        "gutschein",
        "descuento", "réduction", "sconto", "rabat", "korting", "скидка",
    ]
    /// What a passcode is for that does not let into a meeting, as words begin.
    static let signingIn = [
        "sign", "log", "verif", "vérif", "confirm", "one-time", "anmeld", "bestätigungscode", "connexion", "connecter",
        "acceder", "accedere",
    ]
    /// Beginnings of compounds besides.
    static let otherBeginnings: Set<String> = ["uni", "en", "de", "trans", "geo", "op", "key", "mor", "ant"]
    /// Words behind a head that say the same: code of conduct, code postal.
    static let othersBehind: Set<String> = [
        "review", "reviews", "base", "snippet", "snippets", "line", "lines", "page", "editor", "freeze", "quality",
        "repository", "sample", "samples", "block", "coverage", "conduct", "ethics", "practice", "postal", "promo",
        "promotionnel", "source", "barres", "réduction", "descuento", "desconto", "parrainage", "área", "país",
        "erreur",
        "error", "conduite", "conducta", "fiscale", "fiscal", "sconto", "pocztowy", "rabatowy", "kreskowy", "błędu",
        "скидки", "ошибки",
    ]
    /// Whose code it is: `Your code is ABCDEF`.
    static let possessives: Set<String> = [
        "your", "ihr", "dein", "euer", "votre", "ton", "tu", "su", "tuo", "suo", "seu", "teu", "twój", "ваш", "твой",
        "uw",
        "je", "din", "ditt",
    ]

    // MARK: What binds

    static let copulas: Set<String> = [
        "is", "are", "was", "lautet", "lauten", "ist", "est", "es", "è", "é", "är", "este", "je",
        "jest",
        "это", "является", "هو", "הוא", "adalah", "là", "είναι", "is:", "คือ", "equals", "ของคุณคือ",
    ]
    /// What may stand between an announcement and its code.
    static let fillers: Set<String> = [
        "to", "here", "below", "following", "follows", "as", "the", "your", "this", "that", "new", "now", "number",
        "nr",
        "no",
        "id", "it", "of", "de", "di", "del", "della", "da", "do", "la", "le", "el", "il", "un", "one", "a", "in", "up",
        "ein",
        "en", "code", "codes", "pin", "your", "sie", "bitte", "unten", "ici", "aquí", "aqui", "qui", "for", "today",
        "current", "again", "only", "sms", "email", "e-mail", "mail", "via", "by", "из", "ваш", "для", "الخاص", "بك",
        "שלך", "senin", "sizin", "anda", "của", "bạn", "ของคุณ", "σας", "w", "na", "dla", "numer", "numero", "numéro",
        "código", "and", "und", "et", "y", "e", "i", "и", "twój", "tuo", "votre", "su", "tu", "ihr", "dein", "şu",
    ]
    static let fors: Set<String> = [
        "for", "für", "fuer", "pour", "para", "per", "for", "för", "voor", "do", "dla", "для", "at", "bei", "on", "zu",
        "zum",
        "zur", "from",
    ]
    static let verbs: Set<String> = [
        "enter", "use", "type", "input", "submit", "enters", "using", "entering", "eingeben", "gib", "geben", "nutze",
        "nutzen", "verwende", "verwenden", "benutze", "benutzen", "saisissez", "saisir", "entrez", "utilisez",
        "introduce",
        "introduzca", "ingrese", "ingresa", "usa", "utiliza", "escribe", "inserisci", "inserire", "utilizza", "digite",
        "insira", "use", "wpisz", "podaj", "użyj", "введите", "используйте", "voer", "gebruik", "ange", "använd",
        "indtast",
        "girin", "kullanın", "masukkan", "gunakan", "nhập",
    ]
    /// How a purpose begins, and how its verb does: `to log in`.
    static let tos: Set<String> = [
        "to", "zum", "zu", "pour", "para", "per", "om", "för", "чтобы", "для", "aby", "untuk", "để", "and", "til",
    ]
    static let purposeVerbs = [
        "log", "sign", "verif", "vérif", "confirm", "continu", "complet", "authent", "anmeld", "einlogg", "bestätig",
        "connect", "valid", "iniciar", "acced", "entrar", "conferm", "войти", "войт", "подтверд", "zalog", "potwierd",
        "finish", "activat", "access", "unlock", "masuk", "đăng", "xác", "logga", "logge", "inloggen",
    ]
    static let confirmations = [
        "verify", "confirm", "validate", "bestätig", "vérifi", "confirmez", "verifi", "conferma",
    ]
    static let confirmed: Set<String> = [
        "email", "e-mail", "mail", "account", "address", "identity", "login", "phone", "device", "konto", "adresse",
        "identität", "compte", "correo", "cuenta", "indirizzo", "sign-in", "yourself",
    ]

    // MARK: What a number is instead

    /// Before it: an order, a place, a time.
    static let labels: Set<String> = [
        "order", "orders", "invoice", "invoices", "booking", "reservation", "account", "customer", "case", "ticket",
        "reference", "references", "ref", "receipt", "payment", "transaction", "tracking", "shipment", "parcel",
        "policy",
        "claim", "contract", "member", "membership", "user", "employee", "student", "iban", "vat", "tax", "document",
        "article", "item", "sku", "isbn", "version", "build", "issue", "pr", "port", "room", "suite", "floor", "box",
        "street", "apt", "unit", "flight", "train", "phone", "fax", "ext", "extension", "tel", "telephone", "mobile",
        "call", "dial", "zip", "until", "till", "at", "since", "expires", "expire", "page", "chapter", "section",
        "line",
        "total", "amount", "balance", "id", "request", "mr", "ending", "bestellung", "rechnung", "auftrag", "kunde",
        "konto", "zimmer", "raum",
        "straße", "postfach", "durchwahl", "telefon", "buchung", "vorgang", "bis", "commande", "facture", "réservation",
        "compte", "dossier", "chambre", "rue", "téléphone", "poste", "pedido", "factura", "reserva", "cuenta",
        "referencia", "teléfono", "calle", "ordine", "fattura", "prenotazione", "conto", "telefono", "zamówienie",
        "faktura", "заказ", "заказа", "счёт", "счет", "bestelling", "factuur", "sipariş",
    ]
    /// `No. 1042`, unless it is the number of a code.
    static let numbers: Set<String> = [
        "no", "nr", "num", "number", "numbers", "№", "nº", "n°", "numéro", "número", "numero", "numer", "номер",
    ]
    static let numberEndings = ["nummer", "number", "-nr", "-no", "-id"]
    static let labelsInside = ["订单", "訂單", "注文", "주문", "单号", "单號", "編號", "编号", "電話", "电话", "전화"].map { Array($0.utf8) }
    /// Behind it, in the same line: a unit, the end of an address.
    static let units: Set<String> = [
        "second", "seconds", "sec", "secs", "s", "minute", "minutes", "min", "mins", "hour", "hours", "h", "hrs", "day",
        "days", "week", "weeks", "month", "months", "year", "years", "o", "am", "pm", "uhr", "eur", "usd", "gbp", "chf",
        "items", "characters", "chars", "users", "people", "points", "times", "px", "lines", "files", "rows", "tests",
        "tokens", "codes", "bytes", "km", "kg", "kb", "mb", "gb",
        "street",
        "st", "ave", "avenue", "road", "rd", "blvd", "boulevard", "drive", "lane", "sekunden", "minuten", "stunden",
        "tage", "tagen", "secondes", "heures", "jours", "segundos", "minutos", "horas", "días", "dias", "secondi",
        "minuti", "ore", "giorni", "sekund", "minut", "godzin", "dni", "секунд", "минут", "часов", "дней", "dakika",
        "saniye", "saat", "dollars", "euros", "euro", "zł", "руб",
    ]
    /// Right behind it: 年, 分, €.
    static let unitsInside = [
        "年", "月", "日", "円", "元", "分", "秒", "时", "時", "小时", "个", "位", "名", "件", "人", "원", "분", "초", "년", "월",
        "€", "£", "¥", "₹", "₽", "°",
    ].map { Array($0.utf8) }
    /// Behind digits in one word: 10min, 4th.
    static let suffixes: Set<String> = [
        "st", "nd", "rd", "th", "px", "min", "mins", "h", "hr", "hrs", "s", "sec", "ms", "am", "pm", "kb", "mb", "gb",
        "tb",
        "kg", "g", "km", "m", "cm", "mm", "eur", "usd", "gbp", "x", "k", "d", "w", "y", "yo", "e", "er", "ème", "p",
        "fps",
        "factor", "step", "day", "days", "hour", "minute",
    ]
    /// What stands where a code of letters might.
    static let plainWords: Set<String> = [
        "valid", "invalid", "expired", "ready", "here", "below", "above", "active", "needed", "required", "correct",
        "wrong", "incorrect", "secret", "private", "confidential", "unique", "verify", "confirm", "continue", "login",
        "signin", "submit", "enter", "click", "copy", "none", "null", "undefined", "hello", "thanks", "thank",
        "welcome",
        "team", "help", "support", "only", "never", "always", "please", "important", "warning", "attention", "note",
        "email", "your", "this", "that", "code", "codes", "password", "token", "unsubscribe", "attached", "follows",
        "following", "read-only", "long-term", "part-time", "full-time", "real-time", "sign-in",
    ]
}

extension String {
    /// Whether one of the words stands inside.
    func holdsAny(of words: [[UInt8]]) -> Bool {
        guard utf8.contains(where: { $0 >= 0x80 }) else { return false }
        let octets = Array(utf8)
        return words.contains { octets.holds($0) }
    }

    /// Whether it begins like one of the words.
    func beginsLikeAny(of words: [String]) -> Bool { words.contains { hasPrefix($0) } }
}
