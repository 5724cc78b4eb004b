import MIME
import MailModel

/// Reads the input as a message and asks for everything; traps where an invariant does not hold.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzMIME(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let source = Array(UnsafeBufferPointer(start: start, count: count))
    let message = Message(source)
    let whole = 0..<source.count
    precondition(message.source == source)
    for part in message.parts {
        precondition(whole.holds(part.range) && part.header.upperBound == part.body.lowerBound)
        for child in part.children { precondition(part.body.holds(message.parts[child].range)) }
        _ = (message.content(of: part).count, message.text(of: part).utf8.count, part.fileName)
        inspect(message.header(of: part), whole)
        precondition(message.part(at: message.path(of: part))?.index == part.index)
    }
    let examination = Examination(of: message)
    for defect in examination.defects { precondition(whole.holds(defect.range)) }
    precondition(examination.text == message.text && examination.html == message.html)
    _ = (message.html { message.path(of: $0) }, message.parts.map(\.safeFileName))
    let digest = message.digest
    for text in [digest.subject, digest.snippet, digest.messageID ?? ""] {
        precondition(!text.utf8.contains { $0 < 0x20 })
    }
    _ = (message.searchableText.utf8.count, message.text, message.html, message.links.count, message.codes.count)
    _ = (message.deliveryStatus, message.feedbackReport, message.dispositionNotification)
    return 0
}

/// Reads every field with every grammar: any of them may meet anything.
private func inspect(_ header: Header, _ whole: Range<Int>) {
    for hop in header.received { precondition(whole.holds(hop.range)) }
    _ = header.listUnsubscribe?.links.count
    for field in header.fields {
        precondition(whole.holds(field.range))
        for mailbox in header.addresses(of: field.name).mailboxes { precondition(whole.holds(mailbox.range)) }
        for identifier in header.identifiers(of: field.name) { precondition(whole.holds(identifier.range)) }
        _ = header.date(of: field.name)
    }
}

extension Range<Int> {
    fileprivate func holds(_ other: Range<Int>) -> Bool {
        lowerBound <= other.lowerBound && other.upperBound <= upperBound
    }
}
