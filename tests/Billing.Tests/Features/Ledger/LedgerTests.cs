using System;
using System.Threading;
using System.Threading.Tasks;
using Npgsql;
using Shouldly;
using Xunit;

namespace Billing.Tests.Features.Ledger;

/// <summary>B15: what the database itself refuses, whoever asks, in plain SQL.</summary>
public sealed class LedgerTests(BillingFixture platform) : IClassFixture<BillingFixture>
{
    private const string CheckViolation = "23514";

    [Fact]
    public async Task An_entry_that_does_not_sum_to_zero_does_not_commit()
    {
        var refusal = await Should.ThrowAsync<PostgresException>(() => BookAsync(("1122", 10.00m), ("6001", -9.99m)));

        refusal.SqlState.ShouldBe(CheckViolation);
        refusal.MessageText.ShouldEndWith("does not sum to zero.");
    }

    [Fact]
    public async Task One_that_does_is_kept()
    {
        var entry = await BookAsync(("1122", 10.00m), ("6001", -10.00m));

        (
            await platform.Billing.ScalarAsync<long>($"select count(*) from ledger_postings where entry_id = '{entry}'")
        ).ShouldBe(2);
    }

    [Theory]
    [InlineData("update ledger_entries set narrative = 'better'")]
    [InlineData("delete from ledger_entries")]
    [InlineData("truncate ledger_entries cascade")]
    [InlineData("update ledger_postings set amount = amount * 2")]
    [InlineData("delete from ledger_postings")]
    [InlineData("truncate ledger_postings")]
    public async Task Nothing_that_is_booked_changes_or_goes(string sql)
    {
        await BookAsync(("1122", 1.00m), ("6001", -1.00m));

        var refusal = await Should.ThrowAsync<PostgresException>(() => ExecuteAsync(sql));

        refusal.MessageText.ShouldBe("The ledger only grows: reverse the entry instead.");
    }

    private async Task<Guid> BookAsync(params (string Account, decimal Amount)[] postings)
    {
        var entry = Guid.CreateVersion7();
        await using var connection = await platform.Billing.Database.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await using var insert = new NpgsqlCommand(
            """
            insert into ledger_entries (id, kind, business_key, booked_at, narrative)
            values ($1, 'Payment', $1::text, now(), 'by hand')
            """,
            connection
        );
        insert.Parameters.Add(new() { Value = entry });
        await insert.ExecuteNonQueryAsync(Ct);
        for (var i = 0; i < postings.Length; i++)
        {
            await using var posting = new NpgsqlCommand(
                """
                insert into ledger_postings (entry_id, seq, ledger_account, amount, currency)
                values ($1, $2, $3, $4, 'CNY')
                """,
                connection
            );
            posting.Parameters.Add(new() { Value = entry });
            posting.Parameters.Add(new() { Value = (short)(i + 1) });
            posting.Parameters.Add(new() { Value = postings[i].Account });
            posting.Parameters.Add(new() { Value = postings[i].Amount });
            await posting.ExecuteNonQueryAsync(Ct);
        }

        await transaction.CommitAsync(Ct);
        return entry;
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var command = platform.Billing.Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;
}
