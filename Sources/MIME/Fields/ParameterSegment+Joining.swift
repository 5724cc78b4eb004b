extension ParameterSegment {
    /// Puts divided values together and decodes everything. RFC 2231 §3–§4.
    ///
    /// Order is that of the first pieces. A whole `name*` wins over a plain `name` beside it, which is there for
    /// old readers only. RFC 6266 §4.3.
    static func join(_ segments: [ParameterSegment]) -> [Parameter] {
        guard segments.contains(where: { $0.section != nil || $0.isExtended }) else {
            return segments.map { Parameter(name: $0.name, value: $0.decodedAlone(), range: $0.range) }
        }
        var names: [String] = []
        var groups: [String: [ParameterSegment]] = [:]
        for segment in segments {
            if groups[segment.name] == nil { names.append(segment.name) }
            groups[segment.name, default: []].append(segment)
        }
        return names.compactMap { name in groups[name].flatMap(joinOne) }
    }

    private static func joinOne(_ segments: [ParameterSegment]) -> Parameter? {
        let divided = segments.filter { $0.section != nil || $0.isExtended }
        guard let first = divided.min(by: { ($0.section ?? 0) < ($1.section ?? 0) }) else {
            return segments.first.map { Parameter(name: $0.name, value: $0.decodedAlone(), range: $0.range) }
        }
        let ordered = divided.enumerated().sorted {
            ($0.element.section ?? 0, $0.offset) < ($1.element.section ?? 0, $1.offset)
        }
        var prefix = ExtendedPrefix()
        var octets: [UInt8] = []
        for (_, segment) in ordered {
            octets += segment.isExtended ? PercentEncoding.decode(prefix.strip(segment.value)) : segment.value
        }
        let text = Charset.text(of: octets, label: prefix.charset)
        return Parameter(name: first.name, value: text, language: prefix.language, range: first.range)
    }

    /// A value that is not divided: words encoded as in unstructured fields are common though not allowed.
    /// RFC 2047 §5 (3).
    private func decodedAlone() -> String {
        HeaderText.parameter(value)
    }
}

/// The `charset'language'` before an extended value. RFC 2231 §4.
private struct ExtendedPrefix {
    private(set) var charset: String?
    private(set) var language: String?
    private var spelling: ArraySlice<UInt8>?

    /// The value without the prefix. Later pieces have none, though some programs repeat it.
    mutating func strip(_ value: [UInt8]) -> ArraySlice<UInt8> {
        if let spelling {
            return value.starts(with: spelling) && charset != nil ? value[spelling.count...] : value[...]
        }
        guard let first = value.firstIndex(of: .apostrophe),
            let second = value[(first + 1)...].firstIndex(of: .apostrophe)
        else { return value[...] }
        if first > 0 { charset = String(octets: value[..<first]) }
        if second > first + 1 { language = String(octets: value[(first + 1)..<second]) }
        spelling = value[...second]
        return value[(second + 1)...]
    }
}
