using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServiceDefaults.PolicyStore;
using Shouldly;
using Vas.Data;
using Vas.Domain.Settlement;
using Vas.Features;
using Vas.Features.Settlement;
using Vas.Tests.Domain.Settlement;
using Xunit;

namespace Vas.Tests.Features.Settlement;

/// <summary>V8: what a month comes to by SQL is what it comes to in C#, line by line, for random months.</summary>
public sealed class SqlAgreesWithCSharp(VasFixture platform) : IClassFixture<VasFixture>
{
    private static readonly TimeZoneInfo Shanghai = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    private static readonly SettlementMonth November = new(2025, 11);
    private static readonly DateTimeOffset Start = November.StartsAt(Shanghai);

    [Fact]
    public async Task Random_months_come_to_the_same_lines()
    {
        // Every provider is a random month of its own, all are settled by one statement.
        var months = RandomMonths.Sample(60, new Rnd(20261201, 7), 40).ToList();
        var expected = new Dictionary<Guid, IReadOnlyList<SettlementLine>>();
        await using var scope = platform.Vas.Services.CreateAsyncScope();
        var policies = await scope.ServiceProvider.GetRequiredService<PolicyBook>().ReadAsync(Ct);
        var (terms, rates) = (policies.SettlementTermsAt(Start), policies.RateTermsAt(Start));
        foreach (var (month, fates) in months)
        {
            var (provider, stored) = await StoreAsync(month, fates);
            expected[provider] = StatementCalculator.Lines(stored, terms, rates);
        }

        var drafts = await scope
            .ServiceProvider.GetRequiredService<VasDb>()
            .SettleAsync(November, [.. expected.Keys], policies, Ct);

        drafts.Count.ShouldBe(months.Count);
        foreach (var draft in drafts)
        {
            draft.Lines.ShouldBe(expected[draft.ProviderId]);
        }

        // What never happens proves nothing.
        foreach (var kind in Enum.GetValues<SettlementLineKind>())
        {
            expected.Values.SelectMany(lines => lines).ShouldContain(line => line.Kind == kind);
        }

        foreach (var fate in Enum.GetValues<Fate>())
        {
            months.SelectMany(it => it.Month.Fines.Zip(it.Fates, (_, past) => past.Of)).ShouldContain(fate);
            months.SelectMany(it => it.Month.Refunds.Zip(it.Fates.Skip(5), (_, past) => past.Of)).ShouldContain(fate);
        }
    }

    /// <summary>What became of a sum that the provider owes, before the month is settled.</summary>
    private enum Fate
    {
        /// <summary>No statement has taken anything of it.</summary>
        Owed,

        /// <summary>An earlier one took a part.</summary>
        PartlySettled,

        /// <summary>Lifted or taken back after an earlier one took it all: the provider gets it back.</summary>
        EndedAfterIt,

        /// <summary>Lifted or taken back before any took it.</summary>
        EndedBefore,
    }

    /// <param name="Settled">What earlier statements took of it, where they did.</param>
    private sealed record Past(Fate Of, decimal Settled);

    private static Gen<(ProviderMonth Month, List<Past> Fates)> RandomMonths { get; } =
        from month in Months.Any
        from fates in Gen.Choose(0, 3).ListOf(10)
        from settled in Gen.Choose(1, 1_000_000).ListOf(10)
        select (month, fates.Zip(settled, (fate, fen) => new Past((Fate)fate, fen / 100m)).ToList());

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <returns>The provider, and the month with the ids that its rows were given.</returns>
    private async Task<(Guid Provider, ProviderMonth Month)> StoreAsync(ProviderMonth month, List<Past> fates)
    {
        var provider = await ProviderRows.AddAsync(platform.Vas.Database);
        await provider.SubscribeAsync(month.Subscribers, Start.AddDays(-3));
        await provider.SubscribeAsync(3, Start);
        await provider.ChargeAsync($"{November}", "Posted", month.Charges);
        await provider.ChargeAsync($"{November}", "Reversed", [12.34m]);
        await provider.ChargeAsync($"{November.Next}", "Posted", [56.78m]);
        var stored = month with
        {
            Complaints = [.. month.Complaints.Select(it => new ComplaintRef(Guid.CreateVersion7(), it.CaseNumber))],
            Fines = [.. month.Fines.Select(it => it with { SourceId = Guid.CreateVersion7(), Note = "Late." })],
            Refunds =
            [
                .. month.Refunds.Select(
                    (it, i) =>
                        it with
                        {
                            SourceId = Guid.CreateVersion7(),
                            Complaint = new ComplaintRef(Guid.CreateVersion7(), $"C-{i}"),
                        }
                ),
            ],
            Reversals = [.. month.Reversals.Select(it => it with { StatementId = Guid.CreateVersion7() })],
        };
        await using var connection = await platform.Vas.Database.OpenConnectionAsync(Ct);
        foreach (var complaint in stored.Complaints)
        {
            await FactAsync(connection, provider.Id, complaint, $"{November}");
        }

        stored = stored with
        {
            Fines = await FinesAsync(connection, provider, stored.Fines, fates),
            Refunds =
            [
                .. await RefundsAsync(connection, provider, stored.Refunds, [.. fates.Skip(5)]),
                .. await MovedAndBeyondAsync(connection, provider, fates[0].Settled),
            ],
        };

        if (stored.CarriedIn < 0)
        {
            await IssuedAsync(
                connection,
                provider,
                Guid.CreateVersion7(),
                provider.Number,
                "2025-10",
                stored.CarriedIn
            );
        }

        stored = stored with
        {
            Reversals = [.. stored.Reversals.Select((it, i) => it with { Number = $"{provider.Number}-{i}" })],
        };
        foreach (var (late, period) in stored.Reversals.Zip(["2025-08", "2025-09"]))
        {
            await IssuedAsync(connection, provider, late.StatementId, late.Number, period, carriedForward: 0);
            await RunAsync(
                connection,
                """
                insert into statement_lines values (gen_random_uuid(), $1, 1, 'Share', $2, 0.5, $3 + 1.00, null, null, '{}', '{}'),
                                                   (gen_random_uuid(), $1, 2, 'BadDebt', $2, 0.5, -1.00, null, null, '{}', '{}'),
                                                   (gen_random_uuid(), $1, 3, 'Penalty', 9.99, 1, -9.99, null, null, '{}', '{}')
                """,
                late.StatementId,
                late.Net,
                late.Earned
            );
            await provider.ChargeAsync(period, "Reversed", [late.Amount]);
            await RunAsync(
                connection,
                """
                update vas_charges set reversed_after = $1, reversed_at = $4
                 where provider_id = $2 and month = $3 and status = 'Reversed'
                """,
                late.StatementId,
                provider.Id,
                period,
                Start.AddDays(4)
            );
        }

        return (provider.Id, stored);
    }

    /// <returns>What is left to settle of them.</returns>
    private static async Task<IReadOnlyList<OwedSum>> FinesAsync(
        NpgsqlConnection connection,
        ProviderRows provider,
        IReadOnlyList<OwedSum> fines,
        List<Past> fates
    )
    {
        var left = new List<OwedSum>();
        foreach (var (fine, past) in fines.Zip(fates))
        {
            var (amount, settled, rest) = Kept(fine.Amount, past);
            await RunAsync(
                connection,
                "insert into provider_fines values ($1, $2, $3, 'CNY', 'Late.', $4, case when $5 then $6 end, $7)",
                fine.SourceId,
                provider.Id,
                amount,
                Start.AddDays(-3),
                IsOver(past),
                Start.AddDays(3),
                settled
            );
            if (rest != 0)
            {
                left.Add(fine with { Amount = rest });
            }
        }

        return left;
    }

    /// <returns>What is left to settle of them.</returns>
    private static async Task<IReadOnlyList<OwedSum>> RefundsAsync(
        NpgsqlConnection connection,
        ProviderRows provider,
        IReadOnlyList<OwedSum> refunds,
        List<Past> fates
    )
    {
        var left = new List<OwedSum>();
        foreach (var (refund, past) in refunds.Zip(fates))
        {
            var (amount, settled, rest) = Kept(refund.Amount, past);
            await FactAsync(connection, provider.Id, refund.Complaint!.Value, period: null);
            await RunAsync(
                connection,
                "insert into case_refunds values ($1, $2, $3, 'CNY', $4, case when $5 then $6 end)",
                refund.SourceId,
                refund.Complaint!.Value.Id,
                amount,
                Start.AddDays(-3),
                IsOver(past),
                Start.AddDays(3)
            );
            await SettledAsync(connection, refund.SourceId, provider.Id, settled);
            if (rest != 0)
            {
                left.Add(refund with { Amount = rest });
            }
        }

        return left;
    }

    /// <summary>A refund that was settled with the provider and is another one's now, and one beyond a wrong charge.</summary>
    private static async Task<IReadOnlyList<OwedSum>> MovedAndBeyondAsync(
        NpgsqlConnection connection,
        ProviderRows provider,
        decimal amount
    )
    {
        var (moved, beyond) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        var (elsewhere, here) = (
            new ComplaintRef(Guid.CreateVersion7(), "C-moved"),
            new ComplaintRef(Guid.CreateVersion7(), "C-fraud")
        );
        await FactAsync(connection, Guid.CreateVersion7(), elsewhere, period: null);
        await FactAsync(connection, provider.Id, here, period: null);
        await RunAsync(
            connection,
            "insert into case_refunds values ($1, $2, $3, 'CNY', $4, null)",
            moved,
            elsewhere.Id,
            amount,
            Start.AddDays(-3)
        );
        await SettledAsync(connection, moved, provider.Id, amount);
        await provider.ChargeAsync("2025-07", "Reversed", [0.05m]);
        await RunAsync(
            connection,
            """
            insert into charge_refunds (id, version, charge_id, provider_id, provider_key, complaint_id, ground, amount, extra,
              currency, policy_versions, reason, pay_target, pay_by, status, proposed_by, proposed_at, decided_by,
              decided_at, paid_at)
            select $1, 3, id, $2, 'key-1', $3, 'Fraud', amount, $4, 'CNY', 'vas.refund.fraud CN-national v1', '', $5, $5,
                   'Paid', 'anna', $5, 'boris', $5, $5
              from vas_charges where provider_id = $2 and month = '2025-07'
            """,
            beyond,
            provider.Id,
            here.Id,
            amount,
            Start.AddDays(3)
        );
        return
        [
            new(moved, -amount, null, elsewhere),
            new(beyond, amount, "fraud key-1: vas.refund.fraud CN-national v1", here),
        ];
    }

    private static bool IsOver(Past past) => past.Of is Fate.EndedAfterIt or Fate.EndedBefore;

    /// <returns>The sum itself, what earlier statements took of it, and what is left: below zero to give back.</returns>
    private static (decimal Amount, decimal Settled, decimal Left) Kept(decimal owed, Past past) =>
        past.Of switch
        {
            Fate.PartlySettled => (owed + past.Settled, past.Settled, owed),
            Fate.EndedAfterIt => (owed, owed, -owed),
            Fate.EndedBefore => (owed, 0, 0),
            _ => (owed, 0, owed),
        };

    private static Task SettledAsync(NpgsqlConnection connection, Guid refund, Guid provider, decimal settled) =>
        settled == 0
            ? Task.CompletedTask
            : RunAsync(connection, "insert into refund_settlements values ($1, $2, $3)", refund, provider, settled);

    private static Task IssuedAsync(
        NpgsqlConnection connection,
        ProviderRows provider,
        Guid id,
        string number,
        string period,
        decimal carriedForward
    ) =>
        RunAsync(
            connection,
            """
            insert into statements (id, version, number, provider_id, provider_number, provider_name_zh, provider_name_en,
              period, currency, status, definition, complaints, subscribers, rate, factor, payable, carried_forward,
              policy_versions, drafted_by, drafted_at, objections_until, needs_draft, issued_by, issued_at)
            values ($1, 1, $2, $3, $2, '', '', $4, 'CNY', 'Issued', 'upheld-v1', 0, 0, null, 1, 0, $5,
              '', 'anna', now(), now(), false, 'boris', now())
            """,
            id,
            number,
            provider.Id,
            period,
            carriedForward
        );

    /// <summary>An upheld complaint; without a period it counts in none, and its refund is owed all the same.</summary>
    private static Task FactAsync(NpgsqlConnection connection, Guid provider, ComplaintRef complaint, string? period) =>
        RunAsync(
            connection,
            """
            insert into complaint_facts (complaint_id, version, case_number, ticket_type, service_version, provider_id, closed_at,
              outcome, closed_version, is_upheld, responsible, found_at, found_version, upheld_period)
            values ($1, 5, $2, 'complaint', 1, $3, $4, 'closed', 5, true, 'provider', $4, 4, nullif($5, ''))
            """,
            complaint.Id,
            complaint.CaseNumber,
            provider,
            Start.AddDays(2),
            period ?? ""
        );

    private static async Task RunAsync(NpgsqlConnection connection, string sql, params object[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new() { Value = value });
        }

        await command.ExecuteNonQueryAsync();
    }
}
