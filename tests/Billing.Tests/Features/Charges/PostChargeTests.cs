using System;
using System.Linq;
using System.Threading.Tasks;
using Billing.Contracts.V1;
using Billing.Data.Seeds;
using Billing.Tests.Features.Bills;
using Grpc.Core;
using ServiceDefaults.Security;
using Shouldly;
using Xunit;

namespace Billing.Tests.Features.Charges;

/// <summary>V5, B15, B16: what a third party charges is in the books at once, once for ever, and can be taken off.</summary>
public sealed class PostChargeTests(BilledMonth billed) : IClassFixture<BilledMonth>
{
    [Fact]
    public async Task A_charge_is_in_the_books_at_once_against_the_provider()
    {
        var charge = ChargeOfMonth.Of(11, billed.Month);

        var answer = await billed.PostAsync(charge);

        answer.Status.ShouldBe("posted");
        (await PostingsAsync(answer.EntryId)).ShouldBe($"1123 {SeededOperator.AccountId(11)} 8.00|2241  -8.00");
        (
            await billed.Billing.ScalarAsync<string>(
                $"select period || ' ' || version from third_party_charges where id = '{charge.ChargeId}'"
            )
        ).ShouldBe($"{billed.Month} 1");
    }

    [Fact]
    public async Task The_month_is_the_one_on_the_operators_calendar()
    {
        var charge = ChargeOfMonth.Of(11, billed.Month);
        charge.OccurredAt = $"{billed.Month.Last:yyyy-MM-dd}T16:30:00Z"; // in Shanghai the next month is half an hour old

        await billed.PostAsync(charge);

        (
            await billed.Billing.ScalarAsync<string>(
                $"select period from third_party_charges where id = '{charge.ChargeId}'"
            )
        ).ShouldBe($"{billed.Month.Last.AddDays(1):yyyy-MM}");
    }

    [Fact]
    public async Task The_same_again_is_the_same_posting_also_when_twenty_come_at_once()
    {
        var charge = ChargeOfMonth.Of(12, billed.Month);

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => billed.PostAsync(charge)));

        answers.Select(answer => answer.EntryId).Distinct().Count().ShouldBe(1);
        (
            await billed.Billing.ScalarAsync<long>(
                $"select count(*) from ledger_entries where business_key = '{charge.BusinessKey}'"
            )
        ).ShouldBe(1);
    }

    [Fact]
    public async Task A_key_with_other_facts_is_refused_and_other_names_are_no_other_facts()
    {
        var charge = ChargeOfMonth.Of(13, billed.Month);
        var posted = await billed.PostAsync(charge);
        var (dearer, renamed) = (charge.Clone(), charge.Clone());
        dearer.Amount = "9.00";
        renamed.ServiceNameEn = "Weather hourly";

        (await CodeAsync(() => billed.PostAsync(dearer))).ShouldBe("charge.key-reused");
        (await billed.PostAsync(renamed)).ShouldBe(posted);
    }

    [Fact]
    public async Task What_no_bill_has_yet_is_taken_off_once_by_the_reverse_entry()
    {
        var charge = ChargeOfMonth.Of(14, billed.Month);
        var posted = await billed.PostAsync(charge);

        var reversed = await billed.ReverseAsync(charge);
        var again = await billed.ReverseAsync(charge);
        var postedAgain = await billed.PostAsync(charge);

        reversed.Status.ShouldBe("reversed");
        again.ShouldBe(reversed);
        postedAgain.ShouldBe(reversed, "the same posting, whatever became of it");
        (await PostingsAsync(reversed.EntryId)).ShouldBe($"1123 {SeededOperator.AccountId(14)} -8.00|2241  8.00");
        (
            await billed.Billing.ScalarAsync<Guid>(
                $"select reverses_id from ledger_entries where id = '{reversed.EntryId}'"
            )
        )
            .ToString()
            .ShouldBe(posted.EntryId);
    }

    [Fact]
    public async Task V15_what_a_refund_gives_beyond_the_charge_is_credited_once_at_the_providers_cost()
    {
        var charge = ChargeOfMonth.Of(15, billed.Month);
        await billed.PostAsync(charge);

        var reversed = await billed.ReverseAsync(charge, extra: "492.00");
        var again = await billed.ReverseAsync(charge, extra: "492.00");

        again.ShouldBe(reversed);
        (
            await billed.Billing.ScalarAsync<string>(
                $"""
                select string_agg(p.ledger_account || ' ' || p.amount, '|' order by p.ledger_account)
                  from ledger_entries e join ledger_postings p on p.entry_id = e.id
                 where e.kind = 'Compensation' and e.business_key = '{charge.BusinessKey}'
                """
            )
        ).ShouldBe("2203 -492.00|2241 492.00");
        (
            await billed.Billing.ScalarAsync<decimal>(
                $"select extra from third_party_charges where id = '{charge.ChargeId}'"
            )
        ).ShouldBe(492);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("1.001")]
    [InlineData("10000000.01")]
    [InlineData("much")]
    public async Task What_cannot_be_given_beyond_a_charge_is_an_invalid_argument(string extra)
    {
        var charge = ChargeOfMonth.Of(15, billed.Month);
        await billed.PostAsync(charge);

        (await StatusAsync(() => billed.ReverseAsync(charge, extra: extra))).ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Only_a_service_charges()
    {
        foreach (var role in new[] { Roles.Agent, Roles.Clerk, Roles.Finance, Roles.Channel, Roles.Ops })
        {
            var refused = await Should.ThrowAsync<RpcException>(() =>
                billed.PostAsync(ChargeOfMonth.Of(11, billed.Month), role)
            );
            refused.StatusCode.ShouldBe(StatusCode.PermissionDenied, role);
        }
    }

    [Fact]
    public async Task A_line_of_somebody_else_is_not_found()
    {
        var charge = ChargeOfMonth.Of(11, billed.Month);
        charge.LineId = $"{SeededOperator.LineId(12, 1)}";

        (await StatusAsync(() => billed.PostAsync(charge))).ShouldBe(StatusCode.NotFound);
    }

    [Fact]
    public async Task What_was_never_posted_is_not_found() =>
        (await StatusAsync(() => billed.ReverseAsync(ChargeOfMonth.Of(11, billed.Month)))).ShouldBe(
            StatusCode.NotFound
        );

    [Theory]
    [InlineData(nameof(PostChargeRequest.Amount), "0")]
    [InlineData(nameof(PostChargeRequest.Amount), "-1")]
    [InlineData(nameof(PostChargeRequest.Amount), "1.001")]
    [InlineData(nameof(PostChargeRequest.Amount), "1000000.01")]
    [InlineData(nameof(PostChargeRequest.Currency), "USD")]
    [InlineData(nameof(PostChargeRequest.BusinessKey), "vas:other")]
    [InlineData(nameof(PostChargeRequest.ChargeId), "1")]
    [InlineData(nameof(PostChargeRequest.ProviderNameZh), "")]
    [InlineData(nameof(PostChargeRequest.OccurredAt), "2026-11-10T04:00:00+08:00")]
    [InlineData(nameof(PostChargeRequest.OccurredAt), "yesterday")]
    public async Task What_cannot_be_understood_is_an_invalid_argument(string member, string value)
    {
        var charge = ChargeOfMonth.Of(11, billed.Month);
        typeof(PostChargeRequest).GetProperty(member)!.SetValue(charge, value);

        (await StatusAsync(() => billed.PostAsync(charge))).ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task Each_of_many_has_its_outcome_in_their_order_and_one_that_is_refused_keeps_no_other_out()
    {
        var (good, unread, stranger, reused, other) = (
            ChargeOfMonth.Of(11, billed.Month),
            ChargeOfMonth.Of(12, billed.Month),
            ChargeOfMonth.Of(13, billed.Month),
            ChargeOfMonth.Of(14, billed.Month),
            ChargeOfMonth.Of(15, billed.Month)
        );
        unread.Amount = "0";
        stranger.LineId = $"{SeededOperator.LineId(12, 1)}";
        await billed.PostAsync(reused);
        reused.Amount = "9.00";

        var answer = await billed.PostManyAsync(good, unread, stranger, reused, other, good);

        answer
            .Outcomes.Select(it => it.Answer?.Status ?? it.RefusalCode)
            .ShouldBe([
                "posted",
                "charge.not-understood",
                "charge.no-such-line",
                "charge.key-reused",
                "posted",
                "posted",
            ]);
        answer.Outcomes[5].ShouldBe(answer.Outcomes[0], "twice in one call is once, too");
        (await PostingsAsync(answer.Outcomes[4].Answer.EntryId)).ShouldBe(
            $"1123 {SeededOperator.AccountId(15)} 8.00|2241  -8.00"
        );
    }

    [Fact]
    public async Task Many_posted_twenty_times_at_once_in_different_orders_are_posted_once()
    {
        var charges = Enumerable.Range(11, 8).Select(n => ChargeOfMonth.Of(n, billed.Month)).ToArray();

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => billed.PostManyAsync([.. charges.OrderBy(_ => Random.Shared.Next())]))
        );

        answers.SelectMany(it => it.Outcomes).Select(it => it.Answer.EntryId).Distinct().Count().ShouldBe(8);
        (
            await billed.Billing.ScalarAsync<long>(
                $"""
                select count(*) from ledger_entries
                 where business_key in ('{string.Join("','", charges.Select(it => it.BusinessKey))}')
                """
            )
        ).ShouldBe(8);
    }

    [Fact]
    public async Task None_and_more_than_500_are_an_invalid_argument()
    {
        (await StatusAsync(() => billed.PostManyAsync())).ShouldBe(StatusCode.InvalidArgument);
        var one = ChargeOfMonth.Of(11, billed.Month);
        (await StatusAsync(() => billed.PostManyAsync([.. Enumerable.Repeat(one, 501)]))).ShouldBe(
            StatusCode.InvalidArgument
        );
    }

    private Task<string?> PostingsAsync(string entry) =>
        billed.Billing.ScalarAsync<string>(
            $"""
            select string_agg(ledger_account || ' ' || coalesce(account_id::text, '') || ' ' || amount, '|' order by ledger_account)
              from ledger_postings where entry_id = '{entry}'
            """
        );

    private static async Task<StatusCode> StatusAsync(Func<Task> call) =>
        (await Should.ThrowAsync<RpcException>(call)).StatusCode;

    private static async Task<string?> CodeAsync(Func<Task> call)
    {
        var refused = await Should.ThrowAsync<RpcException>(call);
        refused.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        return refused.Trailers.GetValue("code");
    }
}
