import TestSupport
import Testing

@testable import MIME

struct OneTimeCodeTests {
    @Test(arguments: [
        FieldCase("Your verification code is 482913.", ["482913"]),
        FieldCase("Your PIN: 4821", ["4821"]),
        FieldCase("G-482913 is your verification code.", ["482913"]),
        FieldCase("Use code 482-913 to sign in", ["482913"]),
        FieldCase("Your code is\n\n482 913\n\nIt expires in 10 minutes.", ["482913"]),
        FieldCase("Enter this one-time password: AB12CD", ["AB12CD"]),
        FieldCase("Your OTP is 2024", ["2024"]),
        FieldCase("Ihr Bestätigungscode lautet 739104.", ["739104"]),
        FieldCase("Votre code de vérification est 739104", ["739104"]),
        FieldCase("Tu código es 739104", ["739104"]),
        FieldCase("Il tuo codice: 73910", ["73910"]),
        FieldCase("Twój kod to 739104", ["739104"]),
        FieldCase("El código de verificación para iniciar sesión es 739104", ["739104"]),
        FieldCase("Here's your launch code, @ann!\n\n48291337\n\n88 Colin P Kelly Jr Street, CA 94107", ["48291337"]),
        FieldCase("The code to log in to account ann:\n\nR4K9T\n", ["R4K9T"]),
        FieldCase("Here are your recovery codes:\n\na1b2c-d3e4f\nb2c3d-e4f5a\n", ["a1b2c-d3e4f", "b2c3d-e4f5a"]),
        FieldCase("Ваш код подтверждения: 739104", ["739104"]),
        FieldCase("您的验证码是 739104,5分钟内有效", ["739104"]),
        FieldCase("【例】验证码739104，5分钟内有效", ["739104"]),
        FieldCase("認証コード:739104", ["739104"]),
        FieldCase("인증번호 [739104]를 입력하세요", ["739104"]),
        FieldCase("رمز التحقق الخاص بك هو 739104", ["739104"]),
        FieldCase("קוד האימות שלך: 739104", ["739104"]),
        FieldCase("Doğrulama kodunuz: 739104", ["739104"]),
        FieldCase("Invoice 482913 of 2024", []),
        FieldCase("The code costs $1234.50 and 12.345 more", []),
        FieldCase("Read our code of conduct, updated in 2024", []),
        FieldCase("code: see https://example.com/482913?x=1234", []),
        FieldCase("Join the meeting\nMeeting ID: 845 1234 5678\nPasscode: 845512", []),
        FieldCase("Besprechungs-ID: 345 678 901 23\nKenncode: 734512", []),
        FieldCase("Join by phone: dial +1 415 555 0100, PIN: 7345", []),
        FieldCase("Your verification code for the webinar is 734512", ["734512"]),
        FieldCase("Your one-time passcode is 734512.", ["734512"]),
        FieldCase("Your code is 482913. With it you sign in, and join any meeting.", ["482913"]),
        FieldCase("Enter the code 482913 in the conference app to sign in.", ["482913"]),
        FieldCase("Your code is 482913. Join the meeting when you are ready.", ["482913"]),
        FieldCase("Join the meeting.\nYour code: 482913", ["482913"]),
        FieldCase("Your code is 482913.\n\nJoin Zoom Meeting\nhttps://zoom.us/j/123\n\nPasscode: 845512", ["482913"]),
        FieldCase("Webinar ID: 845 1234 5678\nVerification code: 734512", ["734512"]),
        FieldCase("Konferenz-ID: 345678\nPIN: 7345", []),
        FieldCase("会议号：845 123 456\n密码：7345", []),
        FieldCase("Your backup code: 4821 7730", ["48217730"]),
        FieldCase("Dial +49 69 1234567 PIN: 734 512 345#", []),
        FieldCase("Your code is 4821, our number 030 1234567.", ["4821"]),
        FieldCase("Your PIN is 4821, and the number of the office is 030 555 0100.", ["4821"]),
        FieldCase("Your code: 482913\nAcme Inc, 1500 Main Street, Suite 2100, San Bruno, CA 94105", ["482913"]),
        FieldCase("Your code is 482913. It is valid until 1430 hours.", ["482913"]),
        FieldCase("Your PIN is 4821, confirmation number 98217364", ["4821"]),
        FieldCase("Enter 123456 to log in.", ["123456"]),
        FieldCase("Use 482913 to verify your email on the new device.", ["482913"]),
        FieldCase("Verify your email: 482913", ["482913"]),
        FieldCase("mTAN: 482913", ["482913"]),
        FieldCase("Code=482913", ["482913"]),
        FieldCase("Your code: 12-34-56", ["123456"]),
        FieldCase("Your code:\n\n4 8 2 9 1 3\n\nIt expires soon.", ["482913"]),
        FieldCase("Your code:\n 4 \n\n 8 \n\n 2 \n 9 \n 1 \n 3 \n", ["482913"]),
        FieldCase("Your sign-in code is kxwd-qpzr", ["kxwd-qpzr"]),
        FieldCase("Your code: a1b2c3", ["a1b2c3"]),
        FieldCase("Your code is ABCDEF", ["ABCDEF"]),
        FieldCase("Your recovery code is AB12-CD34.", ["AB12-CD34"]),
        FieldCase("Your code for Acme Shop is 482913", ["482913"]),
        FieldCase("Use the following code to sign in on your device: 482913", ["482913"]),
        FieldCase("Your code (valid for 10 minutes): 482913", ["482913"]),
        FieldCase("Code no. 482913", ["482913"]),
        FieldCase("Your code is **482913**", ["482913"]),
        FieldCase("Your code → 482\u{A0}913", ["482913"]),
        FieldCase("482913 – your Acme code", ["482913"]),
        FieldCase("Use 4821 as your PIN", ["4821"]),
        FieldCase("PIN 4821, TAN 482913", ["4821", "482913"]),
        FieldCase("Gate 1042 (PIN: 4821)", ["4821"]),
        FieldCase("739104 ist dein Anmeldecode", ["739104"]),
        FieldCase("Bitte gib folgenden Code ein: 739104", ["739104"]),
        FieldCase("Dein Code für die App lautet 739 104", ["739104"]),
        FieldCase("739104 est votre code de connexion", ["739104"]),
        FieldCase("739104 doğrulama kodunuz", ["739104"]),
        FieldCase("739104 是您的验证码", ["739104"]),
        FieldCase("あなたの認証コードは「７３９１０４」です。", ["739104"]),
        FieldCase("Ваш одноразовый пароль: 739104", ["739104"]),
        FieldCase("Ihre PIN-Nummer lautet 4821", ["4821"]),
        FieldCase("Your recovery codes:\n\n4821 7730\n1234 5678\n9012 3456\n", ["48217730", "12345678", "90123456"]),
        FieldCase("Your order 1042 is confirmed. Your code is 7730. The verification code is 482913.", ["482913"]),
        FieldCase("Please use the code below.\n\n482913\n\nNot you? Call 5551234.", ["482913"]),
        FieldCase("", []),
    ])
    func `codes are found where they are announced`(_ example: FieldCase<[String]>) {
        #expect(OneTimeCode.all(in: example.body) == example.expected)
    }

    @Test(arguments: [
        "Your order 1042 has shipped. Use discount code SUMMER at checkout.", "Reset your password for order 1042",
        "Password reset: your account 48213 asked for it", "Your token expires in 3600 seconds",
        "Your password was changed on 12 March at 0930", "ZIP code 90210", "The postal code: 10115", "Error code 5021",
        "Barcode 40063813", "Use promo code SAVE20", "unicode 14.0 has 1449 characters",
        "Use SAVE20 to complete your order",
        "Use 1042 for a discount, to complete your order", "YOUR CODE IS VALID FOR A WHILE", "Your token is read-only",
        "Your code is 10min old", "Kundennummer: 48213, Code folgt", "Code postal : 75001", "クーポンコード：482913",
        "Your code was sent on 27 November 2026", "Room 4821, code needed", "The code is in order 48213",
        "Use code WELCOME10 for 10% off", "It failed with code 1042", "https://example.com/c?token=12345678",
        "Token ID 48213",
        "We changed the code in 4821 lines", "pull request 4821: code needed", "Use 1042 tokens to continue",
        "Reply with the code to 48213", "Confirm your order: 48213", "Enter room 4821 to continue",
        "Your code costs 1234,50 EUR", "code 1234.50",
    ])
    func `what only stands near such words is no code`(_ text: String) {
        #expect(OneTimeCode.all(in: text) == [])
    }

    @Test func `digits set apart go on behind the end of a sentence`() {
        #expect(OneTimeCode.all(in: "To log in, enter 4\n\n8\n\n2\n\n9\n").count <= 1)
    }

    @Test func `whatever stands next to what, it is read to its end`() {
        let pieces = [
            "enter", "use", "your", "code", "PIN", "is", "to", "log in", "verify", "4", "8", "482913", "12-34", "AB12",
            "for",
            "order", "ist", "验证码", "G-", "no.", "%", "off", "valid", "minutes", "Meeting ID",
        ]
        let gaps = [" ", "\n", "\n\n", ". ", ": ", ", ", "! ", "", " (", ") ", "\t", "**"]
        var random = SplitMix(seed: 4829)
        for _ in 0..<3000 {
            let text = (0..<12).map { _ in pieces.randomElement(using: &random)! + gaps.randomElement(using: &random)! }
            let codes = OneTimeCode.all(in: text.joined())
            #expect(codes.allSatisfy { !$0.isEmpty }, "\(text)")
        }
    }

    @Test func `a code that only the HTML has is found`() {
        let source = """
            Subject: Order 1042
            Content-Type: multipart/alternative; boundary=b

            --b

            Your mail program does not show HTML.
            --b
            Content-Type: text/html

            <p>Your code: <b>771204</b></p>
            --b--
            """
        #expect(Message(Array(source.utf8)).codes == ["771204"])
        let both = source.replacing("Your mail program does not show HTML.", with: "Your code is 482913.")
        #expect(Message(Array(both.utf8)).codes == ["482913"])
    }

    @Test func `a message is searched in subject and text`() {
        let source = "Subject: 482913 is your code\nContent-Type: text/html\n\n<p>Code: <b>771204</b></p>"
        #expect(Message(Array(source.utf8)).codes == ["482913", "771204"])
    }

    @Test(arguments: ["code", "pre", "kbd", "samp"]) func `it is found in elements for code`(element: String) {
        let source = "Content-Type: text/html\n\n<p>Your sign-in code:</p><\(element)>771204</\(element)>"
        #expect(Message(Array(source.utf8)).codes == ["771204"])
    }
}
