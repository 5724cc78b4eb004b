import MailModel
import TestSupport
import Testing

@testable import MailProtocols

/// What a dialogue file cannot show: ends from outside, memory, evidence.
@Suite struct SMTPSessionTests {
    private static let upToData = "EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n"

    @Test func `silence ends the connection with 421`() {
        var transcript = Transcript()
        transcript.end(.silence)
        #expect(transcript.lines.suffix(2) == ["421 4.4.2 No input for 300 s; closing", "? closed"])
        #expect(transcript.session.record.outcome == .timedOut)
    }

    @Test func `commands that have been performed are not held, wherever they are cut`() {
        var transcript = Transcript()
        let commands = "MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nRSET\r\n"
        transcript.send(Array(("EHLO a\r\n" + String(repeating: commands, count: 1000)).utf8), cuts: [1000])
        #expect(transcript.session.heldOctets < 1200)
    }

    @Test func `what was wrong with a path that was taken is in the dialogue`() {
        var transcript = Transcript()
        transcript.send("EHLO a\r\nMAIL FROM:root\r\nRCPT TO:<b@c.example.>\r\nRCPT TO:<ü@d.example>\r\n")
        transcript.send("RCPT TO:<postmaster>\r\nRCPT TO:<e@f.example>\r\nRCPT TO:<g> FROB=1\r\n")
        let record = transcript.session.record
        let notes: [String] = record.dialogue.compactMap { if case .note(let text) = $0.speech { text } else { nil } }
        #expect(
            notes == [
                "the path stands without angle brackets (RFC 5321 §4.1.2); --paths strict refuses it",
                "<root> has no domain (RFC 5321 §4.1.2); --paths strict refuses it",
                "the domain 'c.example.' ends with a dot (RFC 5321 §4.1.2); --paths strict refuses it",
                "<ü@d.example> is not ASCII, and MAIL has no SMTPUTF8 (RFC 6531 §3.4); --paths strict refuses it",
            ])
        // For its parameter.
        #expect(record.refused == 1)
    }

    @Test(arguments: ["QUIT\r\n": true, "QUIT\r\nNOOP\r\n": false])
    func `a peer is done when it has sent nothing behind QUIT`(input: String, isDone: Bool) {
        var session = Transcript().session
        session.receive(Array(input.utf8).span.bytes, at: Transcript.start)
        var answers: [Bool] = []
        while let action = session.next() { if case .close(let peerIsDone) = action { answers.append(peerIsDone) } }
        #expect(answers == [isDone])
    }

    @Test func `data may pause for longer than commands`() {
        var transcript = Transcript()
        #expect(transcript.session.patience == .seconds(300))
        transcript.send(Self.upToData)
        #expect(transcript.session.patience == .seconds(600))
    }

    @Test func `a shutdown ends an idle connection at once`() {
        var transcript = Transcript()
        transcript.end(.shutdown)
        #expect(transcript.lines.suffix(2) == ["421 4.3.2 Creel is stopping", "? closed"])
        #expect(transcript.session.record.outcome == .stopped)
    }

    @Test func `a shutdown lets a transaction finish`() {
        var transcript = Transcript()
        transcript.send(Self.upToData)
        transcript.end(.shutdown)
        transcript.send("hello\r\n.\r\nMAIL FROM:<a@b.example>\r\n")
        #expect(
            transcript.lines.suffix(4) == [
                "? 7 from <a@b.example> to <c@d.example>", "250 2.6.0 Captured as 1", "421 4.3.2 Creel is stopping",
                "? closed",
            ])
    }

    @Test func `a connection lost within data stores nothing and says so`() {
        var transcript = Transcript()
        transcript.send(Self.upToData + "half a mess")
        transcript.end(.disconnection)
        #expect(transcript.submissions.isEmpty)
        #expect(transcript.session.record.outcome == .lostInData)
        #expect(transcript.session.record.dialogue.contains { $0.speech == .data(octets: 11) })
        #expect(transcript.session.heldOctets == 0)
    }

    @Test func `an answer that comes after the client left is evidence`() {
        var session = Transcript().session
        let input = Array((Self.upToData + "x\r\n.\r\n").utf8)
        session.receive(input.span.bytes, at: Transcript.start)
        while let action = session.next() { if case .ask = action { break } }
        session.end(.disconnection, at: Transcript.start)
        session.resume(with: .message(.captured(as: CaptureID(5))), at: Transcript.start)
        #expect(session.record.accepted == 1)
        #expect(
            session.record.dialogue.last?.speech == .note("not heard by the client: 250 2.6.0 Captured as 5"))
        #expect(session.next() == nil)
    }

    @Test func `a refused connection is told why and ended`() {
        let transcript = Transcript(refusal: "10 connections are open")
        #expect(transcript.lines == ["421 4.7.0 10 connections are open", "? closed"])
        #expect(transcript.session.record.outcome == .refused)
    }

    @Test func `recipients and DATA are refused while memory is short`() {
        var transcript = Transcript()
        transcript.send("EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n")
        transcript.setMemoryShort(true)
        for command in ["RCPT TO:<e@f.example>\r\n", "DATA\r\n"] {
            transcript.send(command)
            #expect(transcript.lines.last?.hasPrefix("452 4.3.1 Memory for messages in transit") == true)
        }
        transcript.setMemoryShort(false)
        transcript.send("DATA\r\nx\r\n.\r\n")
        #expect(transcript.lines.last == "250 2.6.0 Captured as 1")
    }

    @Test func `data that grows while memory is short is given up and refused at its end`() {
        var transcript = Transcript()
        transcript.send(Self.upToData + "some content")
        let held = transcript.session.heldOctets
        transcript.setMemoryShort(true)
        #expect(transcript.session.heldOctets == held - 12)
        transcript.send(" and more\r\n.\r\n")
        #expect(transcript.lines.last?.hasPrefix("452 4.3.1") == true)
        transcript.setMemoryShort(false)
        transcript.send("NOOP\r\n")
        #expect(transcript.lines.last == "250 2.0.0 Ok")
        #expect(transcript.submissions.isEmpty)
    }

    @Test func `a chunk is refused while memory is short, and with it the message`() {
        var transcript = Transcript()
        transcript.send("EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nBDAT 4\r\nabcd")
        transcript.setMemoryShort(true)
        transcript.send("BDAT 6\r\nQUIT\r\n")
        transcript.setMemoryShort(false)
        transcript.send("BDAT 6\r\nQUIT\r\nBDAT 0 LAST\r\nNOOP\r\n")
        let refusal =
            "452 4.3.1 Memory for messages in transit is used up; try again later or raise --max-octets-in-flight"
        #expect(
            transcript.lines.suffix(5) == ["250 2.0.0 4 octets taken", refusal, refusal, refusal, "250 2.0.0 Ok"])
        #expect(transcript.session.record.refused == 1)
        #expect(transcript.session.heldOctets == 0)
    }

    @Test func `a chunk that grows while memory is short is given up and refused at its end`() {
        var transcript = Transcript()
        transcript.send("EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nBDAT 10 LAST\r\nsome")
        transcript.setMemoryShort(true)
        transcript.send("body")
        #expect(transcript.session.patience == .seconds(600))
        transcript.send("\r\nNOOP\r\n")
        #expect(transcript.lines.suffix(2).first?.hasPrefix("452 4.3.1") == true)
        #expect(transcript.lines.last == "250 2.0.0 Ok")
        #expect(transcript.submissions.isEmpty)
    }

    @Test(arguments: ["BDAT 10\r\nhalf", "BDAT 4\r\nhalf", "BDAT 10 LAST\r\nhalf"])
    func `a connection lost among chunks stores nothing and says so`(chunk: String) {
        var transcript = Transcript()
        transcript.send("EHLO a\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\n" + chunk)
        transcript.end(.disconnection)
        #expect(transcript.submissions.isEmpty)
        #expect(transcript.session.record.outcome == .lostInData)
        #expect(transcript.session.record.dialogue.contains { $0.speech == .data(octets: 4) })
        #expect(transcript.session.heldOctets == 0)
    }

    @Test func `chunks arrive octet for octet`() {
        var transcript = Transcript()
        let content = Array(0...UInt8.max)
        transcript.send("EHLO a\r\nMAIL FROM:<a@b.example> BODY=BINARYMIME\r\nRCPT TO:<c@d.example>\r\n")
        transcript.send(
            Array("BDAT 100\r\n".utf8) + content[..<100] + Array("BDAT 156 LAST\r\n".utf8) + content[100...])
        #expect(transcript.submissions.map(\.content) == [content])
    }

    @Test func `a refusal by the store is passed on and the session goes on`() {
        var transcript = Transcript { _ in .full("The disk is full") }
        transcript.send(Self.upToData + "x\r\n.\r\nNOOP\r\n")
        #expect(transcript.lines.suffix(2) == ["452 4.3.1 The disk is full", "250 2.0.0 Ok"])
        #expect(transcript.session.record.refused == 1)
    }

    @Test func `input behind a question is held until it is answered`() {
        var session = Transcript().session
        let input = Array((Self.upToData + "x\r\n.\r\nNOOP\r\nQUIT\r\n").utf8)
        session.receive(input.span.bytes, at: Transcript.start)
        var questions = 0
        while let action = session.next() { if case .ask = action { questions += 1 } }
        #expect(questions == 1)
        #expect(session.heldOctets >= 3 + 12)
        session.resume(with: .message(.captured(as: CaptureID(1))), at: Transcript.start)
        guard case .send(let octets)? = session.next() else {
            Issue.record("no replies after the answer")
            return
        }
        #expect(
            String(decoding: octets, as: UTF8.self)
                == "250 2.6.0 Captured as 1\r\n250 2.0.0 Ok\r\n221 2.0.0 Goodbye\r\n")
    }

    @Test func `the dialogue is evidence, mail data as its size`() {
        var transcript = Transcript()
        transcript.send(Self.upToData + "secret\r\nbare\nlf\r\n.\r\nQUIT\r\n")
        let record = transcript.session.record
        let speech = record.dialogue.map(\.speech)
        #expect(speech.first == .server("220 localhost ESMTP Creel"))
        #expect(speech.contains(.client("MAIL FROM:<a@b.example>")))
        #expect(speech.contains(.data(octets: 17)))
        #expect(
            speech.contains(
                .note("1 × LF without CR; kept as content (RFC 5321 §2.3.8); the first at octet 12")))
        #expect(!"\(speech)".contains("secret"))
        #expect(record.greeting == "a")
        #expect(record.outcome == .quit)
        #expect(record.accepted == 1)
        #expect(record.endedAt == Transcript.start)
    }

    @Test func `a login is evidence, without its secrets`() {
        let secret = "AGFsaWNlAHNlY3JldA=="
        var transcript = Transcript()
        transcript.send("EHLO a\r\nAUTH PLAIN\r\n*\r\nauth login YWxpY2U=\r\nc2VjcmV0\r\nAUTH PLAIN \(secret)\r\n")
        transcript.send("AUTH \(secret)\r\nAUTH FROB \(secret)\r\nAUTH\tPLAIN \(secret)\r\n")
        let said = transcript.session.record.dialogue.map(\.speech)
        let expected: [DialogueLine.Speech] = [
            .client("AUTH PLAIN"), .server("334 "), .client("*"), .note("login by PLAIN: given up by the client"),
            .server("501 5.7.0 Login given up"), .client("AUTH login ***"), .server("334 UGFzc3dvcmQ6"),
            .client("***"), .note("login of 'alice' by LOGIN: let in"),
            .server("235 2.7.0 Logged in; messages go to the inbox alice"), .client("AUTH PLAIN ***"),
        ]
        #expect(Array(said.dropFirst(3).prefix(expected.count)) == expected)
        for hidden in [secret, "YWxpY2U=", "c2VjcmV0"] { #expect(!"\(said)".contains(hidden)) }
    }

    @Test(arguments: LoginPolicy.allCases)
    func `responses that nobody asked for are hidden, too`(policy: LoginPolicy) {
        var configuration = SMTPSession.Configuration()
        configuration.login = policy
        var transcript = Transcript(configuration)
        transcript.send("AUTH LOGIN\r\nYWxpY2U=\r\nc2VjcmV0\r\nEHLO a\r\nAUTH LOGIN YW\r\nc2VjcmV0\r\nRSET\r\nFROB\r\n")
        let said = transcript.session.record.dialogue.compactMap { line in
            if case .client(let text) = line.speech { text } else { nil }
        }
        #expect(said == ["AUTH LOGIN", "***", "***", "EHLO a", "AUTH LOGIN ***", "***", "RSET", "FROB"])
    }

    @Test func `who acts for another, or cannot be let in, is evidence`() {
        var transcript = Transcript()
        transcript.send("EHLO a\r\nAUTH PLAIN YS9iAGEvYgB4\r\nAUTH PLAIN eHkAYWxpY2UAeA==\r\n")
        let notes = transcript.session.record.dialogue.compactMap { line in
            if case .note(let text) = line.speech { text } else { nil }
        }
        #expect(
            notes == ["login of 'a/b' for 'a/b' by PLAIN: refused", "login of 'alice' for 'xy' by PLAIN: let in"])
    }

    /// RFC 4954 §4, §6.
    @Test func `lines of a login have a limit of their own`() {
        var configuration = SMTPSession.Configuration()
        configuration.limits.commandLine = 64
        var transcript = Transcript(configuration)
        let longest = String(repeating: "AAAA", count: 12_288 / 4)
        for cuts in [[Int.max], [1000]] {
            transcript.send(Array("HELO a\r\nAUTH LOGIN\r\n\(longest)\r\n*\r\n".utf8), cuts: cuts)
            #expect(transcript.lines.suffix(2) == ["334 UGFzc3dvcmQ6", "501 5.7.0 Login given up"])
            transcript.send(Array("AUTH LOGIN\r\n\(longest)A\r\nNOOP\r\n".utf8), cuts: cuts)
            #expect(
                transcript.lines.suffix(2) == [
                    "500 5.5.6 Line exceeds 12290 octets; login given up", "250 2.0.0 Ok",
                ])
            transcript.send(Array("AUTH LOGIN \(longest)\r\nNOOP \(longest)\r\n".utf8), cuts: cuts)
            #expect(
                transcript.lines.suffix(2) == [
                    "500 5.5.2 Line exceeds 12290 octets; raise --max-command-line",
                    "500 5.5.2 Line exceeds 64 octets; raise --max-command-line",
                ])
        }
        #expect(transcript.session.heldOctets == 0)
    }

    @Test func `a user name cannot write into the dialogue`() {
        var transcript = Transcript()
        let response = Base64.encode(Array("\0a\u{1E}0s250 Ok\r\n\0x".utf8))
        transcript.send("EHLO a\r\nAUTH PLAIN \(response)\r\n")
        #expect(
            transcript.session.record.dialogue.contains {
                $0.speech == .note("login of 'a\u{FFFD}0s250 Ok\u{FFFD}\u{FFFD}' by PLAIN: refused")
            })
    }

    @Test func `the record names the client behind a proxy, and the proxy`() {
        var transcript = Transcript(isTrusted: true)
        transcript.send("XCLIENT ADDR=IPV6:2001:db8::7 PORT=4000 DESTADDR=198.51.100.1 DESTPORT=25\r\n")
        let record = transcript.session.record
        #expect(record.client == "[2001:db8::7]:4000")
        #expect(record.listener == "198.51.100.1:25")
        #expect(
            record.dialogue.contains {
                $0.speech == .note("the proxy at 192.0.2.9:40000 speaks for [2001:db8::7]:4000")
            })
    }

    @Test func `a connection lost within a login holds nothing`() {
        var transcript = Transcript()
        transcript.send("EHLO a\r\nAUTH LOGIN YWxpY2U=\r\n")
        #expect(transcript.session.heldOctets == 5)
        transcript.end(.disconnection)
        #expect(transcript.session.heldOctets == 0)
        #expect(transcript.session.record.outcome == .disconnected)
    }

    @Test func `a long dialogue keeps its beginning and its end`() {
        var configuration = SMTPSession.Configuration()
        configuration.limits.dialogue = .init(lines: 4, lineOctets: 20)
        var transcript = Transcript(configuration)
        for number in 0..<100 { transcript.send("NOOP \(number)\r\n") }
        transcript.send("NOOP \(String(repeating: "x", count: 100))\r\nQUIT\r\n")
        let record = transcript.session.record
        #expect(record.dialogue.count == 8)
        #expect(record.omittedLines == 1 + 2 * 102 - 8)
        #expect(record.dialogue[1].speech == .client("NOOP 0"))
        #expect(record.dialogue[4].speech == .client("NOOP xxxxxxxxxxxxxxx… (105 octets)"))
        #expect(record.dialogue.last?.speech == .server("221 2.0.0 Goodbye"))
    }
}
