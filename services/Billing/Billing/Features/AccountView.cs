using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using ApiConventions.Writes;
using Billing.Domain;

namespace Billing.Features;

/// <summary>An account as staff and its owner see it.</summary>
public sealed record AccountView(
    Guid Id,
    string Href,
    string Number,
    string CustomerName,
    string CustomerGroup,
    ContactView Contact,
    IReadOnlyList<LineView> Lines,
    DateTimeOffset OpenedAt,
    [property: JsonIgnore] long Version,
    [property: JsonPropertyName("@type")] string Type = "BillingAccount"
) : IVersioned
{
    public static AccountView Of(Account account) =>
        new(
            account.Id,
            $"/api/billing/v1/accounts/{account.Id}",
            account.Number,
            account.CustomerName,
            JsonNamingPolicy.CamelCase.ConvertName(account.CustomerGroup.ToString()),
            new(account.Contact.PhoneNumber, account.Contact.Email, account.Contact.Language),
            [
                .. account.Lines.Select(line => new LineView(
                    line.Id,
                    line.ServiceNumber,
                    JsonNamingPolicy.CamelCase.ConvertName(line.Kind.ToString())
                )),
            ],
            account.OpenedAt,
            account.Version
        );
}

public sealed record ContactView(string? PhoneNumber, string? Email, string Language);

public sealed record LineView(Guid Id, string ServiceNumber, string Kind);
