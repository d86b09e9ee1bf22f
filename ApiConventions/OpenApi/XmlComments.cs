using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ApiConventions.OpenApi;

/// <summary>
/// The XML comments that the compiler puts beside an assembly. ASP.NET Core's own generator reads those of handler
/// methods; a use case of this house is a class, is internal, and is described once, on the class.
/// </summary>
internal static partial class XmlComments
{
    private static readonly ConcurrentDictionary<Assembly, Dictionary<string, XElement>> ByAssembly = new();

    /// <summary>What a use case does; null when nobody has said so.</summary>
    public static string? OfUseCase(MethodInfo handler)
    {
        var useCase = handler.DeclaringType!;
        var members = Members(useCase.Assembly);
        var ofMethod = $"M:{NameOf(useCase)}.{handler.Name}";
        return Text(
            members
                .FirstOrDefault(member =>
                    member.Key == ofMethod || member.Key.StartsWith($"{ofMethod}(", StringComparison.Ordinal)
                )
                .Value?.Element("summary")
                ?? members.GetValueOrDefault($"T:{NameOf(useCase)}")?.Element("summary")
        );
    }

    public static string? Of(Type type) => Text(Member(type)?.Element("summary"));

    /// <summary>A property's own comment, or the one of the record's parameter it comes from.</summary>
    public static string? Of(Type type, string property) =>
        Text(Members(type.Assembly).GetValueOrDefault($"P:{NameOf(type)}.{property}")?.Element("summary"))
        ?? Text(Member(type)?.Elements("param").FirstOrDefault(param => param.Attribute("name")?.Value == property));

    private static XElement? Member(Type type) => Members(type.Assembly).GetValueOrDefault($"T:{NameOf(type)}");

    private static string NameOf(Type type) => (type.FullName ?? type.Name).Replace('+', '.');

    private static Dictionary<string, XElement> Members(Assembly assembly) =>
        ByAssembly.GetOrAdd(
            assembly,
            static assembly =>
            {
                var file = Path.ChangeExtension(assembly.Location, ".xml");
                return File.Exists(file)
                    ? XDocument
                        .Load(file)
                        .Descendants("member")
                        .ToDictionary(member => member.Attribute("name")!.Value, StringComparer.Ordinal)
                    : [];
            }
        );

    /// <summary>Plain text for clients, who do not have the papers that our comments refer to.</summary>
    private static string? Text(XElement? comment)
    {
        if (comment is null)
        {
            return null;
        }

        var text = string.Concat(comment.DescendantNodes().Select(TextOf));
        text = Blanks().Replace(text, " ").Trim();
        text = InnerReference().Replace(text, "");
        return text.Length == 0 ? null : text;
    }

    private static string TextOf(XNode node) =>
        node switch
        {
            XText { Parent.Name.LocalName: "c" } code => $"`{code.Value}`",
            XText text => text.Value,
            XElement element when element.Attribute("cref") is { } cref => $"`{cref.Value.Split('.', ':')[^1]}`",
            XElement element when element.Attribute("name") is { } name => $"`{name.Value}`",
            _ => "",
        };

    [GeneratedRegex(@"\s+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Blanks();

    /// <summary><c>(features.md C1, C2)</c>, <c>(tmf.md)</c>, <c>(P4)</c>.</summary>
    [GeneratedRegex(
        @" ?\((?:[^()]*\b(?:features|tmf|policies|design)\.md[^()]*|[A-Z]\d+(?:, [A-Z]\d+)*)\)",
        RegexOptions.None,
        matchTimeoutMilliseconds: 1000
    )]
    private static partial Regex InnerReference();
}
