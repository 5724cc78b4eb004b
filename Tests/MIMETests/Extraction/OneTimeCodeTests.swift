import Testing

@testable import MIME

struct OneTimeCodeTests {
    @Test(arguments: [
        FieldCase("Your verification code is 482913.", ["482913"]),
        FieldCase("Your PIN: 4821", ["4821"]),
        FieldCase("G-482913 is your verification code.", ["G482913"]),
        FieldCase("Use code 482-913 to sign in", ["482913"]),
        FieldCase("Your code is\n\n482 913\n\nIt expires in 10 minutes.", ["482913"]),
        FieldCase("Enter this one-time password: AB12CD", ["AB12CD"]),
        FieldCase("Your OTP is 2024", ["2024"]),
        FieldCase("Ihr Bestätigungscode lautet 739104.", ["739104"]),
        FieldCase("Votre code de vérification est 739104", ["739104"]),
        FieldCase("Tu código es 739104", ["739104"]),
        FieldCase("Il tuo codice: 73910", ["73910"]),
        FieldCase("Twój kod to 739104", ["739104"]),
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
        FieldCase("", []),
    ])
    func `codes are found where they are announced`(_ example: FieldCase<[String]>) {
        #expect(OneTimeCode.all(in: example.body) == example.expected)
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
