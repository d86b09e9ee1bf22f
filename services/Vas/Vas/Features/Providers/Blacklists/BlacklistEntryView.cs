using System;
using System.Text.Json.Serialization;
using ApiConventions.Writes;
using Vas.Domain.Providers;

namespace Vas.Features.Providers.Blacklists;

/// <summary>Somebody whom nobody does business with for some time.</summary>
/// <param name="Kind">provider (by licence), number or site (by host name).</param>
/// <param name="Source">Whose list it comes from: own, or another operator's name.</param>
/// <param name="Until">From then on it counts no more.</param>
public sealed record BlacklistEntryView(
    Guid Id,
    string Href,
    string Kind,
    string Value,
    string Reason,
    string Source,
    string ListedBy,
    DateTimeOffset ListedAt,
    DateTimeOffset Until,
    string? RemovedBy,
    DateTimeOffset? RemovedAt,
    string? RemovedFor,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "BlacklistEntry"
) : IVersioned
{
    public const string Root = "/api/vas/v1/blacklist";

    internal static BlacklistEntryView Of(BlacklistEntry it) =>
        new(
            it.Id,
            $"{Root}/{it.Id}",
            it.Kind.ToWord(),
            it.Value,
            it.Reason,
            it.Source,
            it.ListedBy,
            it.ListedAt,
            it.Until,
            it.RemovedBy,
            it.RemovedAt,
            it.RemovedFor,
            it.Version
        );
}
