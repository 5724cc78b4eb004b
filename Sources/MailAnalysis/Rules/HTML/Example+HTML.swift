extension Example {
    /// A message that is the given HTML and nothing else.
    static func html(_ html: String, from: String = "Shop <news@shop.example.com>") -> Example {
        Example(
            "From: \(from)\nTo: ann@example.org\nSubject: News\nMIME-Version: 1.0\n"
                + "Content-Type: text/html; charset=utf-8\n\n\(html)\n")
    }

    /// HTML with all that a document has, around a body.
    static func page(_ body: String) -> Example {
        html(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>News</title></head>"
                + "<body>\(body)</body></html>")
    }
}

extension ExaminedMessage {
    /// What is found in each HTML part, with the part to place it in.
    func inHTML(_ check: (HTMLInspection, BodyText) -> [Place]) -> [Place] {
        htmlBodies.flatMap { check($0.inspection, $0) }
    }
}
