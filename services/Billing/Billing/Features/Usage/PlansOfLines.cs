using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Billing.Data;
using Billing.Domain.Usage;
using Microsoft.EntityFrameworkCore;

namespace Billing.Features.Usage;

/// <summary>Lines by their numbers, with every plan they had: what a batch needs to know, read by one query.</summary>
internal sealed class PlansOfLines
{
    private readonly Dictionary<string, List<Term>> _lines = new(StringComparer.Ordinal);

    public static async Task<PlansOfLines> ReadAsync(
        BillingDb db,
        PreparedPlans plans,
        IEnumerable<string> serviceNumbers,
        CancellationToken ct
    )
    {
        var numbers = serviceNumbers.Distinct(StringComparer.Ordinal).ToArray();
        var rows = await db
            .Database.SqlQuery<Row>(
                $"""
                select l.service_number as "ServiceNumber", l.id as "LineId", s.id as "SubscriptionId",
                       s.version as "Version", s.account_id as "AccountId", s.catalogue_id as "CatalogueId",
                       s.offering_id as "OfferingId", s.starts_on as "StartsOn", s.ends_on as "EndsOn"
                  from unnest({numbers}) as asked (number)
                  join lines l on l.service_number = asked.number
                  left join subscriptions s on s.line_id = l.id
                """
            )
            .ToListAsync(ct);
        var subscribed = rows.Where(row => row.SubscriptionId is not null);
        var prepared = await plans.OfAsync(db, subscribed.Select(row => row.Plan()), ct);
        var read = new PlansOfLines();
        foreach (var row in rows)
        {
            if (!read._lines.TryGetValue(row.ServiceNumber, out var terms))
            {
                read._lines.Add(row.ServiceNumber, terms = []);
            }

            if (row.SubscriptionId is { } subscription)
            {
                terms.Add(
                    new(
                        row.StartsOn!.Value,
                        row.EndsOn ?? DateOnly.MaxValue,
                        new(row.LineId, row.AccountId!.Value, subscription, row.Version!.Value, prepared[row.Plan()])
                    )
                );
            }
        }

        return read;
    }

    /// <param name="usage">Whose number and kind count.</param>
    /// <param name="day">Local date of the usage.</param>
    /// <param name="line">The line with the plan it had on that day.</param>
    /// <returns>Why the record has no place; null when it has one.</returns>
    public UsageRefusal? Find(ReportedUsage usage, DateOnly day, out UsedLine line)
    {
        line = null!;
        if (!_lines.TryGetValue(usage.ServiceNumber, out var terms))
        {
            return UsageRefusal.UnknownNumber;
        }

        foreach (var term in terms)
        {
            if (term.From <= day && day <= term.To)
            {
                line = term.Line;
                return line.Plan.PriceOf(usage.Kind) is null ? UsageRefusal.KindNotInPlan : null;
            }
        }

        return UsageRefusal.NoPlan;
    }

    private readonly record struct Term(DateOnly From, DateOnly To, UsedLine Line);

    private sealed record Row(
        string ServiceNumber,
        Guid LineId,
        Guid? SubscriptionId,
        long? Version,
        Guid? AccountId,
        Guid? CatalogueId,
        Guid? OfferingId,
        DateOnly? StartsOn,
        DateOnly? EndsOn
    )
    {
        public (Guid Catalogue, Guid Offering) Plan() => (CatalogueId!.Value, OfferingId!.Value);
    }
}
