using System;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;

namespace Notifications.Channels;

/// <summary>
/// What Kannel says of an inbound text (its user guide, escape codes): %I, %p, %P, %b and %C. A text comes in the bytes of
/// its own charset, 是 mostly as UTF-16BE, so the query cannot be read as the UTF-8 that everybody else writes.
/// </summary>
/// <param name="Id">Kannel's own of this text.</param>
internal sealed record InboundCall(string Id, string From, string To, string Text, string? Signature)
{
    /// <summary>More than ten parts; what is beyond it is no answer to anything.</summary>
    private const int LongestText = 1000;
    private const int LongestNumber = 40;

    /// <param name="query">As it was called, percent codes and all.</param>
    /// <param name="countryCode">The operator's own, which accounts leave out.</param>
    public static InboundCall Read(string? query, string countryCode)
    {
        var (call, text, charset) = (new InboundCall("", "", "", "", Signature: null), ReadOnlyMemory<char>.Empty, "");
        foreach (var pair in new QueryStringEnumerable(query))
        {
            var value = pair.DecodeValue().ToString();
            switch (pair.DecodeName().ToString())
            {
                case "id":
                    call = call with { Id = Kept(value, LongestNumber) };
                    break;
                case "from":
                    call = call with { From = Bare(Kept(value, LongestNumber), countryCode) };
                    break;
                case "to":
                    call = call with { To = Bare(Kept(value, LongestNumber), countryCode) };
                    break;
                case "text":
                    text = pair.EncodedValue;
                    break;
                case "charset":
                    charset = value;
                    break;
                case "signature":
                    call = call with { Signature = value };
                    break;
                default:
                    break;
            }
        }

        return call with
        {
            Text = Kept(EncodingOf(charset).GetString(BytesOf(text.Span)), LongestText),
        };
    }

    private static Encoding EncodingOf(string charset) =>
        charset.StartsWith("UTF-16", StringComparison.OrdinalIgnoreCase) || charset is "UCS-2"
            ? Encoding.BigEndianUnicode
            : Encoding.UTF8;

    private static byte[] BytesOf(ReadOnlySpan<char> encoded)
    {
        var bytes = new byte[Encoding.UTF8.GetByteCount(encoded)];
        Encoding.UTF8.GetBytes(encoded, bytes);
        return WebUtility.UrlDecodeToBytes(bytes, 0, bytes.Length) ?? [];
    }

    /// <summary>U+0000 is in no text, and PostgreSQL takes none.</summary>
    private static string Kept(string text, int most)
    {
        var kept = text.Replace("\0", "", StringComparison.Ordinal);
        return kept.Length <= most ? kept : kept[..(char.IsHighSurrogate(kept[most - 1]) ? most - 1 : most)];
    }

    private static string Bare(string number, string countryCode) =>
        number.StartsWith($"+{countryCode}", StringComparison.Ordinal) ? number[(countryCode.Length + 1)..] : number;
}
