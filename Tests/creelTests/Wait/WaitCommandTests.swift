import ArgumentParser
import MailModel
import Testing

@testable import creel

@Suite struct WaitCommandTests {
    @Test(
        arguments: [
            ([], ""), (["--to", "a@b.example"], "to:=\"a@b.example\""),
            (["--to", "@b.example", "--from", "\"a b\"@c"], "to:\"@b.example\" from:=\"\\\"a b\\\"@c\""),
            (["--to", "Bob <a@b.example>"], "to:\"Bob <a@b.example>\""),
            (["--print", "code", "--to", "a"], "to:\"a\" has:code"), (["--print", "link"], "has:link"),
            (["--print", "link", "--matching", "a b", "--q", "c"], "link:\"a b\" (c)"), (["--print", "html"], ""),
            (
                ["--to", "a", "--to", "b", "--from", "c", "--subject", "say \"hi\" \\o/"],
                "to:\"a\" to:\"b\" from:\"c\" subject:\"say \\\"hi\\\" \\\\o/\""
            ),
            (["--q", "header:X-Job=42 \"a b\"", "--to", "a"], "to:\"a\" (header:X-Job=42 \"a b\")"),
            (["--q", "a OR b", "--to", "c"], "to:\"c\" (a OR b)"), (["--q", " "], ""),
        ] as [([String], String)])
    func `Options become conditions of the query language`(words: [String], query: String) throws {
        #expect(try WaitCommand.parse(words).conditions() == query)
    }

    @Test func `All inboxes are asked where none is named, or nothing`() throws {
        let job = try Surroundings(environment: ["CREEL_INBOX": "job"])
        #expect(try job.inbox(nil)?.rawValue == "job")
        #expect(try job.inbox("other")?.rawValue == "other")
        #expect(try job.inbox("") == nil)
        #expect(try Surroundings(environment: [:]).inbox(nil) == nil)
    }

    @Test func `What can be no inbox is refused, with who says it`() throws {
        let job = try Surroundings(environment: ["CREEL_INBOX": "a/b"])
        for (given, setting) in [(nil, "CREEL_INBOX"), ("c/d", "--inbox")] as [(String?, String)] {
            let failure = #expect(throws: CommandFailure.self) { try job.inbox(given) }
            #expect(failure?.status == .usage && failure?.description.hasPrefix("\(setting): ") == true)
        }
    }

    @Test(arguments: ["a) OR (b", "(a", "form:x"])
    func `A query that is not whole is refused`(query: String) {
        #expect { try WaitCommand.parse(["--to", "c", "--q", query]).conditions() } throws: { error in
            let failure = error as? CommandFailure
            return failure?.status == .usage && failure?.description.hasPrefix("--q: ") == true
        }
    }

    @Test func `A query is percent-encoded`() {
        var query = QueryString()
        query.add("q", "to:a+b@c.example ü&=")
        query.add("inbox", String?.none)
        query.add("after", 42)
        #expect(query.text == "?q=to%3Aa%2Bb%40c.example%20%C3%BC%26%3D&after=42")
        #expect(QueryString().text.isEmpty)
    }

    @Test(
        arguments: [
            ([:], "http://127.0.0.1:8025/", nil), (["CREEL_HTTP": "0.0.0.0:9000"], "http://127.0.0.1:9000/", nil),
            (["CREEL_HTTP": "[::]:80,x.example:81"], "http://[::1]:80/", nil),
            (["CREEL_HTTP_CREDENTIALS": "a:b,c"], "http://127.0.0.1:8025/", "YTpiLGM="),
        ] as [([String: String], String, String?)])
    func `Without a server the one that was started here is asked`(
        environment: [String: String], url: String, credentials: String?
    ) throws {
        let server = try Surroundings(environment: environment).server(nil)
        #expect(server.description == url && server.credentials == credentials)
    }

    @Test func `A server that is named is an address alone`() throws {
        let surroundings = try Surroundings(environment: ["CREEL_HTTP": "127.0.0.1:0"])
        #expect(try surroundings.server("http://u:p@mail.example/").credentials == "dTpw")
        for text in ["http://mail.example/?q=a", "mail.example", "ftp://mail.example/", nil] {
            #expect { try surroundings.server(text) } throws: { ($0 as? CommandFailure)?.status == .usage }
        }
    }
}
