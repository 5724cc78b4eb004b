import MIME

/// Tells by the words before it that a value which is not there was to be said: `Hello Ann undefined,`,
/// `Your balance is NaN.`, and nothing else at all.
enum SaidValue {
    /// - Parameter index: Of a word that languages print for nothing.
    static func isOne(at index: Int, in reading: ReadableText) -> Bool {
        let (octets, words) = (reading.octets, reading.words)
        let word = words[index]
        let next = octets.at(Int(word.end))
        let isLineEnd = next == 0 || next == .lf || next == .cr
        if words.count == 1 { return isLineEnd }
        guard index > 0 else { return false }
        let previous = words[index - 1]
        let between = octets[Int(previous.end)..<Int(word.start)]
        let isEnd = isLineEnd || next == UInt8(ascii: "!")
        // `Welcome, undefined!`
        if between.elementsEqual(", ".utf8) { return isEnd && EmptyValueScan.openers.contains(previous.hash) }
        guard between.elementsEqual(" ".utf8) else { return false }
        if copulas.contains(previous.hash) {
            return (isEnd || next == .dot) && isSubject(words[max(0, index - 6)..<(index - 1)])
        }
        if index > 1, isEnd || next == .comma, Greeting.hashes.contains(words[index - 2].hash),
            words[index - 2].end + 1 == previous.start
        {
            return octets[Int(previous.start)].isUppercase
        }
        // Two cells of a table.
        let isFirst = previous.start == 0 || octets[Int(previous.start) - 1] == .lf
        return reading.origin == .html && isLineEnd && isFirst && labels.contains(previous.hash)
    }

    /// Whether a sentence speaks of an amount, or of something that has a value and is the reader's own: `Your order
    /// number`. The order of evaluation is undefined in truth.
    private static func isSubject(_ words: ArraySlice<Word>) -> Bool {
        words.contains { amounts.contains($0.hash) || belongings.contains($0.hash) }
            && words.contains { amounts.contains($0.hash) || possessives.contains($0.hash) }
    }

    /// Whether a line ends in `your code is` or `Your order number:`, where the possessive begins a sentence or follows a
    /// comma: `in your code` is about a program.
    static func announces(_ line: ArraySlice<UInt8>) -> Bool {
        let words = Word.all(in: line)
        let subject = words.last.map { copulas.contains($0.hash) } ?? false ? words.dropLast() : words[...]
        guard let last = subject.last, belongings.contains(last.hash),
            let owner = subject.suffix(4).first(where: { possessives.contains($0.hash) })
        else { return false }
        let before = line.prefix(Int(owner.start)).last { $0 > .space }
        return before.map { ".,:;!?".utf8.contains($0) } ?? true
    }

    private static let possessives = Set(
        ["your", "ihr", "ihre", "dein", "deine", "votre", "su", "tu", "uw", "jouw"].map { WordHash.of($0) })
    private static let belongings = Set(
        [
            "order", "code", "number", "password", "pin", "voucher", "coupon", "username", "passwort", "nummer",
            "bestellung", "bestellnummer", "commande", "pedido", "código", "bestelling",
        ].map { WordHash.of($0) })

    private static let copulas = Set(["is", "was", "ist", "est", "es"].map { WordHash.of($0) })
    private static let amounts = Set(
        [
            "price", "balance", "total", "amount", "invoice", "subscription", "delivery", "shipment",
            "payment",
            "preis", "betrag", "summe", "guthaben", "montant", "importe",
        ].map { WordHash.of($0) })
    private static let labels = Set(
        [
            "name", "address", "phone", "email", "total", "price", "date", "order", "company", "city", "street",
            "country",
            "quantity", "amount", "status", "subtotal", "shipping", "customer", "betrag", "adresse", "datum", "summe",
        ].map { WordHash.of($0) })
}
