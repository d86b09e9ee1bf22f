using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using System.Text.Json.Serialization;
using Billing.Domain.Ledger;

namespace Billing.Features.Ledger;

/// <summary>An entry of the books with its postings; a debit is above zero, a credit below.</summary>
public sealed record LedgerEntryView(
    Guid Id,
    string Href,
    string Kind,
    string BusinessKey,
    DateTimeOffset BookedAt,
    string Narrative,
    Guid? ReversesId,
    IReadOnlyList<PostingView> Postings,
    [property: JsonPropertyName("@type")] string Type = "LedgerEntry"
)
{
    public const string Root = "/api/billing/v1/ledgerEntries";

    internal static LedgerEntryView Of(LedgerEntry entry) =>
        new(
            entry.Id,
            $"{Root}/{entry.Id}",
            JsonNamingPolicy.CamelCase.ConvertName(entry.Kind.ToString()),
            entry.BusinessKey,
            entry.BookedAt,
            entry.Narrative,
            entry.ReversesId,
            [
                .. entry
                    .Postings.OrderBy(posting => posting.Seq)
                    .Select(posting => new PostingView(
                        posting.LedgerAccount,
                        ChartOfAccounts.NameOf(posting.LedgerAccount),
                        posting.AccountId,
                        posting.Amount,
                        posting.Currency
                    )),
            ]
        );
}

public sealed record PostingView(string LedgerAccount, string Name, Guid? AccountId, decimal Amount, string Currency);
