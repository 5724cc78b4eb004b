/// Everything that a message says in its body and everything that is wrong with it, without decoding a part twice.
///
/// Who wants one of these alone asks the ``Message``, which decodes no more than that needs.
package struct Examination: Sendable {
    package let text: String?
    package let html: String?
    package let defects: [Defect]
    package let links: [Link]
    package let codes: [String]

    /// - Parameter visit: Called for each part that is not taken apart, in order, with its content: to measure it,
    ///   to hash it. One content at a time is held.
    package init(of message: Message, visit: (Part, [UInt8]) -> Void = { _, _ in }) {
        var inspector = DefectInspector(message)
        let body = (message.selection.text + message.selection.html).filter { message.parts[$0].isText }
        let texts = inspector.inspect(reading: Set(body), visit: visit)
        let reader = BodyReader(message) { texts[$0.index] ?? "" }
        (text, html, defects) = (reader.text, reader.html, inspector.foundByPlace)
        (links, codes) = (reader.links, reader.codes)
    }
}
