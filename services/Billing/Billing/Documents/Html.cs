using System;
using System.Collections.Generic;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace Billing.Documents;

/// <summary>
/// Markup in which every value was escaped when it went in: <c>Html.Of($"&lt;td&gt;{name}&lt;/td&gt;")</c>. Only what is
/// markup already goes in as it is, so a page made of these cannot be broken by a customer's name.
/// </summary>
internal readonly record struct Html
{
    private readonly string? _markup;

    private Html(string markup) => _markup = markup;

    public static Html Nothing { get; } = new("");

    public static Html Of(Markup markup) => new(markup.ToString());

    public static Html Concat(IEnumerable<Html> parts) => new(string.Concat(parts));

    public override string ToString() => _markup ?? "";

    /// <summary>Takes an interpolated string apart: its literals are markup, its holes are values.</summary>
    [InterpolatedStringHandler]
    public readonly ref struct Markup
    {
        // Chinese stays readable; what means something in HTML is escaped all the same.
        private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

        private readonly StringBuilder _text;

        public Markup(int literalLength, int formattedCount) =>
            _text = new StringBuilder(literalLength + (formattedCount * 16));

        public void AppendLiteral(string markup) => _text.Append(markup);

        public void AppendFormatted(Html markup) => _text.Append(markup.ToString());

        public void AppendFormatted(string? value) => _text.Append(Encoder.Encode(value ?? ""));

        public void AppendFormatted<T>(T value, string? format = null)
            where T : IFormattable => AppendFormatted(value.ToString(format, CultureInfo.InvariantCulture));

        public override string ToString() => _text.ToString();
    }
}
