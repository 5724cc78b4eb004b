/// `format=flowed`: paragraphs that were broken into lines with a space at their ends. RFC 3676.
package enum Flowed {
    /// The paragraphs whole again, quotes marked by `>` and a space; line ends are those of the text.
    ///
    /// - Parameter deletesSpace: `DelSp=yes`: the space at the end of a broken line is not part of the text.
    package static func unwrapped(_ text: String, deletesSpace: Bool = false) -> String {
        let octets = Array(text.utf8)
        var output: [UInt8] = []
        output.reserveCapacity(octets.count)
        // The quote depth of the paragraph that goes on, and the line end that was taken out of it last.
        var open: (depth: Int, lineEnd: Range<Int>)?
        var position = 0
        while position < octets.count {
            let line = Line(octets, at: position)
            position = line.end.upperBound
            if open?.depth != line.depth || line.isSignature {
                if let open { output += octets[open.lineEnd] }
                output += [UInt8](repeating: .greater, count: line.depth)
                if line.depth > 0 { output.append(.space) }
            }
            let isFlowed =
                octets.at(line.content.upperBound - 1) == .space && !line.content.isEmpty && !line.isSignature
            output += octets[line.content].dropLast(isFlowed && deletesSpace ? 1 : 0)
            open = isFlowed ? (line.depth, line.end) : nil
            if !isFlowed { output += octets[line.end] }
        }
        if let open { output += octets[open.lineEnd] }
        return String(decoding: output, as: UTF8.self)
    }

    /// A line without its quote marks and the space that was stuffed in. RFC 3676 §4.4–§4.5.
    private struct Line {
        /// How many quote marks it has.
        let depth: Int
        let content: Range<Int>
        /// The octets that end it.
        let end: Range<Int>
        /// A signature line is never flowed. RFC 3676 §4.3.
        let isSignature: Bool

        init(_ octets: [UInt8], at start: Int) {
            let lineFeed = octets.firstIndex(of: .lf, in: start..<octets.count)
            var contentEnd = lineFeed ?? octets.count
            if lineFeed != nil, contentEnd > start, octets[contentEnd - 1] == .cr { contentEnd -= 1 }
            end = contentEnd..<(lineFeed.map { $0 + 1 } ?? octets.count)
            var position = start
            while position < contentEnd, octets[position] == .greater { position += 1 }
            depth = position - start
            if position < contentEnd, octets[position] == .space { position += 1 }
            content = position..<contentEnd
            isSignature = octets[content].elementsEqual("-- ".utf8)
        }
    }
}
