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
        var months = Months.Any.Sample(60, new Rnd(20261201, 7), 40).ToList();
        var expected = new Dictionary<Guid, IReadOnlyList<SettlementLine>>();
        await using var scope = platform.Vas.Services.CreateAsyncScope();
        var policies = await scope.ServiceProvider.GetRequiredService<PolicyBook>().ReadAsync(Ct);
        var (terms, rates) = (policies.SettlementTermsAt(Start), policies.RateTermsAt(Start));
        foreach (var month in months)
        {
            var (provider, stored) = await StoreAsync(month);
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
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <returns>The provider, and the month with the ids that its rows were given.</returns>
    private async Task<(Guid Provider, ProviderMonth Month)> StoreAsync(ProviderMonth month)
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

        foreach (var fine in stored.Fines)
        {
            await RunAsync(
                connection,
                "insert into provider_fines values ($1, $2, $3, 'CNY', 'Late.', $4, null, 0)",
                fine.SourceId,
                provider.Id,
                fine.Amount,
                Start.AddDays(3)
            );
        }

        foreach (var refund in stored.Refunds)
        {
            await FactAsync(connection, provider.Id, refund.Complaint!.Value, period: null);
            await RunAsync(
                connection,
                "insert into case_refunds values ($1, $2, $3, 'CNY', $4, null)",
                refund.SourceId,
                refund.Complaint!.Value.Id,
                refund.Amount,
                Start.AddDays(3)
            );
        }

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
