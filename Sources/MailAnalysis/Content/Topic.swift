/// What a phrase is about.
///
/// Phrases are in lower case, without apostrophes, and a hyphen is a blank. A topic that ends in `Hint` has phrases
/// that honest mail uses too: several have to come together.
enum Topic: Hashable, Sendable, CaseIterable {
    case money, moneyHint, urgency, urgencyHint, credential, adultOrDrugs, adultOrDrugsHint, genericGreeting
    case reassurance, viewElsewhere, unsubscribe, marketingHint, transaction, filler, trace, traceHint, password
}

extension Topic {
    static let phrases: [(topic: Topic, phrases: [String])] = [
        (
            .money,
            [
                "make money online", "an inheritance of", "we offer loans", "email lottery", "online lottery",
                "cash grant", "become a millionaire", "free gift card", "claim your free gift", "payday loan",
                "payday loans", "bad credit ok", "triple your bitcoin", "risk free profit", "extra income",
                "work from home and make", "euro gewonnen", "lotteriegewinn", "jackpot winner", "won the jackpot",
                "risk free returns", "have inherited", "late husband left",
                "you have won", "youve won", "you are a winner", "you won a", "claim your prize", "claim your winnings",
                "your winnings", "winning notification", "lottery winner", "lottery winnings", "won the lottery",
                "prize money", "cash prize", "next of kin", "inheritance fund", "inheritance funds", "your inheritance",
                "unclaimed inheritance", "unclaimed fund", "unclaimed funds", "beneficiary of the", "million dollars",
                "million us dollars", "million usd", "million euros", "million pounds", "million united states dollars",
                "double your money", "double your income", "double your investment", "double your bitcoin",
                "triple your money", "make money fast", "make money from home", "earn money from home",
                "earn extra cash", "extra income from home", "work from home and earn", "financial freedom",
                "get rich", "guaranteed loan", "instant loan", "loan approval", "pre approved loan", "loan offer",
                "low interest loan", "personal loan offer", "consolidate your debt", "eliminate your debt",
                "eliminate debt", "get out of debt", "risk free investment", "guaranteed returns", "guaranteed income",
                "guaranteed profit", "transfer of funds", "transfer the funds", "transfer the sum", "sum of usd",
                "compensation fund", "atm card", "western union", "money transfer fee", "dormant account",
                "lucky winner", "been selected as a winner", "free cash", "free money", "bitcoin investment",
                "forex signals", "passive income", "no credit check",
            ]
        ),
        (
            .moneyHint,
            [
                "prize", "inheritance", "loan", "loans", "lottery", "jackpot", "cash bonus", "winner", "fortune",
                "millionaire", "beneficiary", "deceased", "barrister", "working from home", "work from home",
                "guaranteed return",
                "investment opportunity", "refinance", "mortgage rates",
                "credit score", "wire transfer", "confidential transaction",
            ]
        ),
        (
            .urgency,
            [
                "your immediate attention is required", "immediate attention is required", "handeln sie jetzt",
                "sofort handeln", "respond now or", "only a few hours left", "hours left to act", "final chance",
                "act now", "act immediately", "act fast", "act today", "final notice", "final warning", "last warning",
                "final reminder", "urgent action required", "immediate action required", "immediate action is required",
                "urgent response", "urgent reply", "respond immediately", "reply immediately", "reply urgently",
                "respond urgently", "immediate response required", "immediate attention required", "urgent attention",
                "do not delay", "dont delay", "before its too late", "before it is too late", "failure to comply",
                "failure to respond", "will be terminated", "will be permanently deleted", "will be permanently closed",
                "respond within 24 hours", "respond within 48 hours", "act within 24 hours", "reply within 24 hours",
                "expires in 24 hours or", "only hours left", "last chance to act", "time is running out",
            ]
        ),
        (
            .urgencyHint,
            [
                "offer ends tonight", "offer ends soon", "do not miss", "do not wait", "hours left", "act before",
                "within 24 hours", "within 48 hours", "within 12 hours", "last chance", "limited time", "hurry",
                "expires today", "expires tonight", "ends tonight", "while supplies last", "urgent", "immediately",
                "dont miss out", "offer expires", "order now", "today only", "act quickly", "at once",
                "hours to respond", "response is needed",
                "reply is needed", "instantly",
            ]
        ),
        (
            .credential,
            [
                "verify your credentials", "validate your email account", "confirm your credentials",
                "re enter your password", "reenter your password", "update your password", "revalidate your mailbox",
                "re validate your mailbox", "your bank details", "has been disabled", "bestätigen sie ihr konto",
                "ihr konto wurde gesperrt", "konto bestätigen", "confirmer votre compte", "votre compte a été suspendu",
                "confirm your credit card", "confirm your card", "confirm your email account",
                "account has been restricted", "account is locked", "account was locked", "account will be locked",
                "unless you confirm", "unless you verify", "unless you update", "confirm your login",
                "confirm your bank", "verify your password", "verify your payment", "has been temporarily suspended",
                "has been temporarily limited", "account is on hold", "account on hold", "password has expired",
                "password is about to expire",
                "verify your account", "verify your identity", "verify your information", "verify your details",
                "verify your email account", "verify your mailbox", "validate your account", "validate your mailbox",
                "confirm your account", "confirm your identity", "confirm your password", "confirm your details",
                "confirm your billing", "confirm your information", "update your account", "update your billing",
                "update your payment", "update your information", "account suspended", "account is suspended",
                "account has been suspended", "account will be suspended", "account was suspended",
                "account has been locked",
                "account has been limited", "account is limited", "account will be closed",
                "account will be deactivated",
                "account has been deactivated", "account will be terminated", "suspended your account",
                "locked your account", "unusual activity", "unusual sign in activity", "unauthorized login attempt",
                "suspicious activity", "restore your account", "restore access to your account",
                "reactivate your account",
                "unlock your account", "mailbox is full", "mailbox has exceeded", "password will expire",
                "password expires today", "keep your current password", "enter your password", "sign in to verify",
                "log in to verify", "login to verify",
            ]
        ),
        (
            .adultOrDrugs,
            [
                "enlarge your penis", "replica rolex", "sexy girls", "sexy singles", "betting bonus", "gambling bonus",
                "xxx girls", "adult webcams", "belly fat", "lose 20 pounds", "online slots", "online poker",
                "no deposit bonus", "free porn",
                "viagra", "cialis", "levitra", "sildenafil", "tadalafil", "erectile dysfunction", "male enhancement",
                "penis enlargement", "canadian pharmacy", "online pharmacy", "no prescription needed",
                "no prescription required", "without prescription", "without a prescription", "cheap meds",
                "discount meds", "generic meds", "oxycontin", "xanax", "valium", "ambien", "phentermine", "vicodin",
                "hydrocodone", "weight loss pills", "diet pills", "lose weight fast", "miracle diet", "burn fat fast",
                "fat burner", "garcinia cambogia", "keto gummies", "cbd gummies", "online casino", "casino bonus",
                "free spins", "sports betting tips", "hot singles", "horny", "xxx videos", "porn", "sex chat",
                "adult dating",
                "live sex", "nude pics", "milf", "replica watches", "rolex replica",
            ]
        ),
        (
            .adultOrDrugsHint,
            [
                "casino", "poker", "gambling", "slots", "betting", "pharmacy", "pills", "medications", "weight loss",
                "lose weight", "singles", "sexy", "escort", "steroids", "testosterone", "libido",
            ]
        ),
        (
            .genericGreeting,
            [
                "sehr geehrter kunde", "sehr geehrte kundin", "lieber kunde", "cher client", "chère cliente",
                "estimado cliente", "gentile cliente", "caro cliente", "dear valued user", "dear email owner",
                "dear mailbox user", "dear valued",
                "dear customer", "dear customers", "dear valued customer", "dear client", "dear user", "dear friend",
                "dear friends", "dear sir", "dear sirs", "dear sir madam", "dear sir or madam", "dear madam",
                "dear member", "dear subscriber", "dear account holder", "dear account owner", "dear beneficiary",
                "dear winner", "dear email user", "dear e mail user", "dear webmail user", "dear recipient",
                "dear cardholder", "dear card holder", "dear account user", "dear valued member", "dear valued client",
                "dearest one", "hello dear", "attention beneficiary", "dear homeowner", "dear investor",
            ]
        ),
        (
            .reassurance,
            [
                "this is not spam", "this is not a spam", "this is no spam", "not a scam", "this is not junk",
                "we hate spam", "100 guaranteed", "100 percent guaranteed", "satisfaction guaranteed", "100 free",
                "100 percent free", "money back guarantee", "no obligation", "no strings attached", "risk free",
                "no risk", "completely free", "absolutely free", "no hidden costs", "no questions asked",
                "this isnt spam", "click here now", "click below now", "guaranteed results", "its effective",
                "you have been selected", "you have been chosen", "once in a lifetime", "what are you waiting for",
                "call now", "apply now", "satisfaction is guaranteed", "trusted by millions",
            ]
        ),
        (
            .viewElsewhere,
            [
                "view it online", "see it online", "trouble viewing", "problems viewing", "read it online",
                "can show html", "html anzeigen kann", "im html format", "display html", "view html", "see the html",
                "use an html", "an html email", "in html format", "kein html", "html darstellung",
                "html email",
                "view in browser", "view in your browser", "view it in your browser", "view this email in your browser",
                "view this message in your browser", "view online", "view this email online",
                "view this message online",
                "view this newsletter online", "read online", "read this email online", "open in browser",
                "open in your browser", "view web version", "view the web version", "web version", "view as webpage",
                "view as a web page", "does not support html", "doesnt support html", "not support html",
                "cannot display html", "html version", "html capable", "html compatible", "to view this message",
                "to view this email", "enable html", "im browser ansehen", "im browser öffnen", "online ansehen",
                "voir dans le navigateur", "version en ligne", "ver en el navegador", "ver en navegador",
            ]
        ),
        (
            .unsubscribe,
            [
                "unsub", "配 信 停 止", "配 信 解 除", "отписаться", "отписка", "отказаться от рассылки", "取 消 订 阅", "退 订",
                "avprenumerera", "avmelden",
                "unsubscribe", "unsubscribing", "opt out", "opt out of", "manage preferences",
                "manage your preferences",
                "manage subscription", "manage your subscription", "manage subscriptions", "email preferences",
                "subscription preferences", "subscription settings", "change your subscription",
                "notification settings", "communication preferences", "update preferences",
                "update your preferences", "update your email preferences", "stop receiving",
                "no longer wish to receive",
                "remove me from this list", "leave this list", "abmelden", "abbestellen", "austragen",
                "newsletter abmelden",
                "désabonner", "se désabonner", "désinscrire", "se désinscrire", "désinscription", "désabonnement",
                "darse de baja", "cancelar suscripción", "cancelar la suscripción", "anular suscripción",
                "disiscriviti",
                "cancella iscrizione", "annulla iscrizione", "uitschrijven", "afmelden", "cancelar inscrição",
                "descadastrar", "cancelar assinatura", "avregistrera", "afmeld", "meld deg av", "wypisz się",
                "zrezygnuj z subskrypcji", "відписатися", "odhlásit", "leiratkozás", "peruuta tilaus",
                "aboneliği iptal et", "abonelikten çık",
            ]
        ),
        (
            .marketingHint,
            [
                "newsletter", "special offer", "special offers", "exclusive offer", "exclusive offers", "limited offer",
                "limited time offer", "discount code", "promo code", "coupon code", "use code", "shop now", "buy now",
                "sale ends", "summer sale", "winter sale", "spring sale", "flash sale", "black friday", "cyber monday",
                "free shipping", "new arrivals", "new collection", "dont miss", "just for you", "deal of the day",
                "best sellers", "save up to", "up to 50 off", "subscribe", "you are receiving this email because",
                "you are receiving this newsletter", "you received this email because you subscribed",
                "because you signed up", "because you subscribed", "were subscribed", "our latest offers",
                "our best deals",
            ]
        ),
        (
            .transaction,
            [
                "reset your password", "password reset", "your new password", "verification code", "confirmation code",
                "security code", "sign in code", "login code", "your one time code", "confirm your email address",
                "verify your email address", "your receipt", "your invoice", "invoice number", "order number",
                "order confirmation", "your order has", "your order is", "we received your order", "your payment",
                "your booking", "booking reference", "your reservation", "your appointment", "upcoming appointment",
                "your ticket is", "has been shipped", "has been delivered", "tracking number", "out for delivery",
                "new sign in", "new login", "security alert", "was added to your account", "passwort zurücksetzen",
                "bestellnummer", "ihre bestellung", "ihre rechnung", "ihre buchung", "bestätigungscode",
                "réinitialiser votre mot de passe", "votre commande", "votre facture", "restablecer tu contraseña",
                "su pedido", "tu pedido", "tu factura",
            ]
        ),
        (
            .filler,
            [
                "blah blah blah", "qwerty qwerty", "write something here", "headline goes here",
                "add your content here", "your content here", "your headline here",
                "your title here", "consectetur adipiscing", "sed ut perspiciatis", "ut enim ad minim",
                "bla bla bla", "enter text here", "insert name", "insert link here", "insert date here",
                "insert company", "anytown", "content goes here", "body goes here", "copy goes here", "image goes here",
                "lorem ipsum", "dolor sit amet", "test test", "asdf asdf", "foo bar baz", "placeholder text",
                "insert text here", "your text here", "text goes here", "insert name here", "your company name here",
                "sample text here", "dummy text", "this is a test email", "this is a test message", "testing testing",
            ]
        ),
        (
            .trace,
            [
                "mysql server has gone away", "whoops looks like something went wrong", "server error in application",
                "no such file or directory open", "liquid syntax error", "parse error syntax error",
                "traceback most recent call last", "you have an error in your sql syntax", "panic runtime error",
                "goroutine 1 running", "call to undefined function", "call to undefined method",
                "call to a member function", "fatal error uncaught",
                "object reference not set to an instance of an object", "cannot read properties of",
                "syntaxerror unexpected", "syntax error at or near", "violates unique constraint",
                "violates foreign key constraint", "whitelabel error page", "activerecord recordnotfound",
            ]
        ),
        (
            .traceHint,
            [
                "referenceerror", "runtimeerror", "nomethoderror", "operationalerror", "templatesyntaxerror",
                "undefinederror", "nameerror", "indexerror", "rangeerror", "liquid error", "panicked at", "error 1064",
                "error 1045", "nosuchelementexception", "illegalargumentexception", "indexoutofboundsexception",
                "invalidoperationexception", "sqlexception", "undefined local variable", "undefined array key",
                "exception in thread", "unhandled exception", "uncaught exception", "stack trace", "stacktrace",
                "undefined index", "undefined variable", "undefined offset", "segmentation fault",
                "nullpointerexception", "nullreferenceexception", "cannot read property", "unexpected token",
                "duplicate entry", "unknown column", "undefined method", "uninitialized constant",
                "modulenotfounderror", "keyerror", "attributeerror", "valueerror", "typeerror", "zerodivisionerror",
            ]
        ),
        (
            .password,
            [
                "password", "passwort", "kennwort", "passwd", "pwd", "passcode", "contraseña", "wachtwoord",
                "passphrase", "secret key", "api key", "access token", "client secret", "secret access key",
                "auth token",
                "senha", "mot de passe",
            ]
        ),
    ]
}
