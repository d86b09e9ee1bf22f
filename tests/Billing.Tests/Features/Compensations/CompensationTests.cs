using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Net;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Billing.Contracts.V1;
using Billing.Tests.Features.Payments;
using Grpc.Core;
using Grpc.Net.Client;
using ServiceDefaults.Security;
using Shouldly;
using Testing;
using Xunit;

namespace Billing.Tests.Features.Compensations;

/// <summary>
/// B12, with the national defaults: an agent 100 yuan a case and 1,000 a day, a supervisor 500 and 5,000, a customer 500
/// a day without finance.
/// </summary>
public sealed class CompensationTests(MoneyFixture platform) : IClassFixture<MoneyFixture>
{
    private const string Compensations = "/api/billing/v1/compensations";

    [Fact]
    public async Task Within_the_agents_limit_the_customer_is_credited_at_once()
    {
        var account = platform.NextAccount();
        var bill = await platform.SendBillAsync(account, 1, (30, false));
        var (complaint, agent) = (Guid.CreateVersion7(), NewPerson());

        var answer = await GrantAsync(Roles.Agent, agent, account, complaint, 50);

        (answer.Status, answer.Amount, answer.Currency).ShouldBe(("granted", "50.00", "CNY"));
        (await platform.LedgerAsync("1122", account)).ShouldBe(0);
        (await platform.LedgerAsync("2203", account)).ShouldBe(-20);
        (await ExpenseAsync(complaint)).ShouldBe(50);
        var said = (
            await platform.Granted.FirstAsync(it => it.CompensationId == Guid.Parse(answer.CompensationId))
        ).Event;
        (said.AccountId, said.ComplaintId, said.CaseNumber).ShouldBe((account, complaint, "C-20261122-000001"));
        (said.Amount, said.Currency, said.Reason).ShouldBe((50m, "CNY", "宽带中断三天"));
        await platform.Paid.FirstAsync(it => it.BillId == bill);
    }

    [Fact]
    public async Task The_same_compensation_asked_for_again_is_the_same_one()
    {
        var (account, complaint, agent) = (platform.NextAccount(), Guid.CreateVersion7(), NewPerson());

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => GrantAsync(Roles.Agent, agent, account, complaint, 40, "same"))
        );

        answers.Select(it => it.CompensationId).Distinct().Count().ShouldBe(1);
        (await platform.LedgerAsync("2203", account)).ShouldBe(-40);
    }

    [Fact]
    public async Task A_key_that_comes_again_with_another_amount_is_refused()
    {
        var (account, complaint, agent) = (platform.NextAccount(), Guid.CreateVersion7(), NewPerson());
        await GrantAsync(Roles.Agent, agent, account, complaint, 40, "same");

        (await RefusedAsync(() => GrantAsync(Roles.Agent, agent, account, complaint, 41, "same"))).ShouldBe(
            "compensation.key-reused"
        );
    }

    [Fact]
    public async Task Beyond_the_agents_limit_it_waits_and_nothing_is_posted()
    {
        var (account, complaint) = (platform.NextAccount(), Guid.CreateVersion7());

        var answer = await GrantAsync(Roles.Agent, NewPerson(), account, complaint, 100.01m);

        answer.Status.ShouldBe("requested");
        (await platform.LedgerAsync("2203", account)).ShouldBe(0);
        using var customer = platform.Billing.As(Roles.Customer, account);
        (await customer.GetFromJsonAsync<JsonElement[]>(Compensations, Ct))!.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_stands_on_the_case_counts_whoever_granted_it()
    {
        var (account, complaint) = (platform.NextAccount(), Guid.CreateVersion7());
        await GrantAsync(Roles.Agent, NewPerson(), account, complaint, 60);

        var second = await GrantAsync(Roles.Agent, NewPerson(), account, complaint, 60);

        second.Status.ShouldBe("requested");
    }

    [Fact]
    public async Task Thirty_grants_at_once_do_not_go_beyond_the_agents_day_together()
    {
        var agent = NewPerson();
        var accounts = Enumerable.Range(0, 15).Select(_ => platform.NextAccount()).ToArray();

        var answers = await Task.WhenAll(
            accounts.SelectMany(account =>
                Enumerable.Range(0, 2).Select(_ => GrantAsync(Roles.Agent, agent, account, Guid.CreateVersion7(), 70))
            )
        );

        answers.Count(it => it.Status == "granted").ShouldBe(14); // 980 of 1,000 yuan
        answers.Count(it => it.Status == "requested").ShouldBe(16);
    }

    [Fact]
    public async Task Ten_agents_at_once_do_not_go_beyond_the_customers_day_together()
    {
        var account = platform.NextAccount();

        var answers = await Task.WhenAll(
            Enumerable
                .Range(0, 10)
                .Select(_ => GrantAsync(Roles.Agent, NewPerson(), account, Guid.CreateVersion7(), 90))
        );

        answers.Count(it => it.Status == "granted").ShouldBe(5); // 450 of 500 yuan
        (await platform.LedgerAsync("2203", account)).ShouldBe(-450);
    }

    [Fact]
    public async Task The_same_pair_of_eyes_does_not_approve()
    {
        var person = NewPerson();
        var answer = await GrantAsync(Roles.Supervisor, person, platform.NextAccount(), Guid.CreateVersion7(), 600);

        (await RefusedAsync(answer, "approvals", Roles.Finance, person)).ShouldBe("compensation.same-person");
    }

    [Fact]
    public async Task Who_approves_needs_the_limit_himself()
    {
        var answer = await GrantAsync(Roles.Agent, NewPerson(), platform.NextAccount(), Guid.CreateVersion7(), 501);

        (await RefusedAsync(answer, "approvals", Roles.Supervisor, NewPerson())).ShouldBe("compensation.beyond-limit");
    }

    [Fact]
    public async Task A_supervisor_approves_within_his_limit_and_finance_beyond_it()
    {
        var account = platform.NextAccount();
        var within = await GrantAsync(Roles.Agent, NewPerson(), account, Guid.CreateVersion7(), 300);
        var beyond = await GrantAsync(Roles.Agent, NewPerson(), account, Guid.CreateVersion7(), 9_000);

        var bySupervisor = await DoAsync(within, "approvals", Roles.Supervisor, "supervisor-of-300");
        var byFinance = await DoAsync(beyond, "approvals", Roles.Finance, NewPerson());
        var twice = await RefusedAsync(beyond, "approvals", Roles.Finance, NewPerson());

        bySupervisor.GetProperty("status").GetString().ShouldBe("granted");
        bySupervisor.GetProperty("decidedBy").GetString().ShouldBe("supervisor-of-300");
        byFinance.GetProperty("status").GetString().ShouldBe("granted");
        twice.ShouldBe("compensation.illegal-move");
        (await platform.LedgerAsync("2203", account)).ShouldBe(-9_300);
        await platform.Granted.FirstAsync(it => it.CompensationId == Guid.Parse(beyond.CompensationId));
    }

    [Fact]
    public async Task Two_who_approve_at_once_post_it_once()
    {
        var account = platform.NextAccount();
        var waiting = await GrantAsync(Roles.Agent, NewPerson(), account, Guid.CreateVersion7(), 200);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 6).Select(_ => StatusAsync(waiting, "approvals", Roles.Finance, NewPerson()))
        );

        answers.Count(status => status == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(status => status == HttpStatusCode.Conflict).ShouldBe(5);
        (await platform.LedgerAsync("2203", account)).ShouldBe(-200);
    }

    [Fact]
    public async Task A_rejected_one_is_over_and_posts_nothing()
    {
        var account = platform.NextAccount();
        var waiting = await GrantAsync(Roles.Agent, NewPerson(), account, Guid.CreateVersion7(), 200);

        var rejected = await DoAsync(waiting, "rejections", Roles.Supervisor, NewPerson(), new { reason = "无依据" });

        rejected.GetProperty("status").GetString().ShouldBe("rejected");
        rejected.GetProperty("rejectedFor").GetString().ShouldBe("无依据");
        (await RefusedAsync(waiting, "approvals", Roles.Finance, NewPerson())).ShouldBe("compensation.illegal-move");
        (await platform.LedgerAsync("2203", account)).ShouldBe(0);
    }

    [Fact]
    public async Task What_was_granted_is_taken_back_on_the_finding_from_the_balance_first_and_the_rest_is_due()
    {
        var account = platform.NextAccount();
        await platform.SendBillAsync(account, 1, (70, false));
        var complaint = Guid.CreateVersion7();
        var granted = await GrantAsync(Roles.Agent, NewPerson(), account, complaint, 100);

        var taken = await DoAsync(
            granted,
            "clawBacks",
            Roles.Supervisor,
            NewPerson(),
            new { finding = "线路测试正常" }
        );

        taken.GetProperty("status").GetString().ShouldBe("clawedBack");
        taken.GetProperty("dueAgain").GetDecimal().ShouldBe(70);
        (await platform.LedgerAsync("2203", account)).ShouldBe(0);
        (await platform.LedgerAsync("1122", account)).ShouldBe(70);
        (await ExpenseAsync(complaint)).ShouldBe(0);
        (await platform.BalanceAsync(account)).GetProperty("open").GetDecimal().ShouldBe(70);
        var said = (
            await platform.ClawedBack.FirstAsync(it => it.CompensationId == Guid.Parse(granted.CompensationId))
        ).Event;
        (said.AccountId, said.ComplaintId, said.Amount).ShouldBe((account, complaint, 100m));
        said.Reason.ShouldBe("线路测试正常");

        // The customer pays it as he pays a bill.
        using var clerk = platform.Billing.As(Roles.Clerk);
        using var paid = await clerk.PostAsJsonAsync(MoneyFixture.TmfPayments, MoneyFixture.Cash(account, 75), Ct);
        paid.EnsureSuccessStatusCode();
        (await platform.LedgerAsync("1122", account)).ShouldBe(0);
        (await platform.LedgerAsync("2203", account)).ShouldBe(-5);
        (await platform.BalanceAsync(account)).GetProperty("open").GetDecimal().ShouldBe(0);
    }

    [Fact]
    public async Task Who_granted_does_not_take_back_and_nobody_takes_back_twice()
    {
        var person = NewPerson();
        var granted = await GrantAsync(Roles.Supervisor, person, platform.NextAccount(), Guid.CreateVersion7(), 100);

        (await RefusedAsync(granted, "clawBacks", Roles.Supervisor, person, new { finding = "线路测试正常" })).ShouldBe(
            "compensation.same-person"
        );
        await DoAsync(granted, "clawBacks", Roles.Finance, NewPerson(), new { finding = "线路测试正常" });
        (
            await RefusedAsync(granted, "clawBacks", Roles.Finance, NewPerson(), new { finding = "线路测试正常" })
        ).ShouldBe("compensation.illegal-move");
    }

    [Fact]
    public async Task P4_a_customer_reads_what_he_was_given_without_names_and_nobody_elses()
    {
        var (account, other) = (platform.NextAccount(), platform.NextAccount());
        var granted = await GrantAsync(Roles.Agent, NewPerson(), account, Guid.CreateVersion7(), 10);
        using var customer = platform.Billing.As(Roles.Customer, account);
        using var stranger = platform.Billing.As(Roles.Customer, other);

        var own = (await customer.GetFromJsonAsync<JsonElement[]>(Compensations, Ct))!.Single();
        using var foreign = await stranger.GetAsync(
            new Uri($"{Compensations}/{granted.CompensationId}", UriKind.Relative),
            Ct
        );

        own.GetProperty("amount").GetDecimal().ShouldBe(10);
        own.TryGetProperty("requestedBy", out _).ShouldBeFalse();
        own.TryGetProperty("decidedBy", out _).ShouldBeFalse();
        foreign.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Those_that_wait_are_found_by_their_status()
    {
        var complaint = Guid.CreateVersion7();
        await GrantAsync(Roles.Agent, NewPerson(), platform.NextAccount(), complaint, 300);
        using var supervisor = platform.Billing.As(Roles.Supervisor);

        var waiting = await supervisor.GetFromJsonAsync<JsonElement[]>(
            $"{Compensations}?status=requested&complaintId={complaint}",
            Ct
        );

        waiting!.Single().GetProperty("status").GetString().ShouldBe("requested");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("0.001")]
    [InlineData("1000000.01")]
    [InlineData("1e3")]
    [InlineData("many")]
    public async Task A_sum_that_cannot_be_given_is_an_invalid_argument(string amount)
    {
        var refused = await Should.ThrowAsync<RpcException>(() =>
            GrantAsync(
                Roles.Agent,
                NewPerson(),
                new GrantRequest
                {
                    AccountId = BillingFixture.Account1.ToString(),
                    ComplaintId = Guid.CreateVersion7().ToString(),
                    CaseNumber = "C-1",
                    Key = "first",
                    Amount = amount,
                    Reason = "宽带中断三天",
                }
            )
        );

        refused.StatusCode.ShouldBe(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task An_unknown_account_is_not_found()
    {
        var refused = await Should.ThrowAsync<RpcException>(() =>
            GrantAsync(Roles.Agent, NewPerson(), Guid.CreateVersion7(), Guid.CreateVersion7(), 10)
        );

        refused.StatusCode.ShouldBe(StatusCode.NotFound);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static string NewPerson() => $"person-{Guid.CreateVersion7():N}";

    private Task<GrantAnswer> GrantAsync(
        string role,
        string person,
        Guid account,
        Guid complaint,
        decimal amount,
        string? key = null
    ) =>
        GrantAsync(
            role,
            person,
            new GrantRequest
            {
                AccountId = account.ToString(),
                ComplaintId = complaint.ToString(),
                CaseNumber = "C-20261122-000001",
                Key = key ?? $"{Guid.CreateVersion7():N}",
                Amount = amount.ToString(CultureInfo.InvariantCulture),
                Reason = "宽带中断三天",
            }
        );

    private async Task<GrantAnswer> GrantAsync(string role, string person, GrantRequest request)
    {
        using var channel = GrpcChannel.ForAddress(platform.Billing.Addresses.Grpc);
        var token = platform.Issuer.Token(role, account: null, person);
        return await new Credits.CreditsClient(channel).GrantAsync(
            request,
            new Metadata { { "Authorization", $"Bearer {token}" } },
            cancellationToken: Ct
        );
    }

    private static async Task<string?> RefusedAsync(Func<Task> grant)
    {
        var refused = await Should.ThrowAsync<RpcException>(grant);
        refused.StatusCode.ShouldBe(StatusCode.FailedPrecondition);
        return refused.Trailers.GetValue("code");
    }

    private async Task<string?> RefusedAsync(
        GrantAnswer compensation,
        string action,
        string role,
        string person,
        object? body = null
    )
    {
        using var answer = await SendAsync(compensation, action, role, person, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();
    }

    private async Task<JsonElement> DoAsync(
        GrantAnswer compensation,
        string action,
        string role,
        string person,
        object? body = null
    )
    {
        using var answer = await SendAsync(compensation, action, role, person, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private async Task<HttpStatusCode> StatusAsync(GrantAnswer compensation, string action, string role, string person)
    {
        using var answer = await SendAsync(compensation, action, role, person, body: null);
        return answer.StatusCode;
    }

    private async Task<HttpResponseMessage> SendAsync(
        GrantAnswer compensation,
        string action,
        string role,
        string person,
        object? body
    )
    {
        using var client = platform.Billing.As(role, subject: person);
        return await client.PostAsJsonAsync(
            $"{Compensations}/{compensation.CompensationId}/{action}",
            body ?? new Dictionary<string, string>(),
            Ct
        );
    }

    private Task<decimal> ExpenseAsync(Guid complaint) =>
        platform.Billing.ScalarAsync<decimal>(
            $"""
            select coalesce(sum(p.amount), 0) from ledger_postings p join ledger_entries e on e.id = p.entry_id
             where p.ledger_account = '6711' and e.business_key like '%{complaint}%'
            """
        );
}
