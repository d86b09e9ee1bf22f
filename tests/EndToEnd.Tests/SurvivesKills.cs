using System;
using System.Collections.Generic;
using System.Linq;
using System.Net.Http;
using System.Net.Http.Json;
using System.Text.Json;
using System.Threading;
using System.Threading.Tasks;
using Aspire.Hosting.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using Shouldly;
using Xunit;

namespace EndToEnd.Tests;

/// <summary>P3: what was acknowledged is neither lost nor done twice when a process or the broker is killed with -9.</summary>
public sealed class SurvivesKills(Platform platform)
{
    [Theory]
    [InlineData("notifications", "A1000005")]
    [InlineData("messaging", "A1000006")]
    public async Task Killed_in_the_middle_every_case_gets_its_sms_exactly_once(string victim, string accountNumber)
    {
        using var agent = await platform.AsAsync("agent");
        var account = await ComplaintJourney.FindAccountAsync(agent, accountNumber);
        var phone = account.GetProperty("contact").GetProperty("phoneNumber").GetString()!;

        var before = await OpenCasesAsync(agent, account, 10);
        await platform.KillAsync(victim);
        var meanwhile = await OpenCasesAsync(agent, account, 10);
        await platform.StartAsync(victim);
        var after = await OpenCasesAsync(agent, account, 5);

        foreach (var ticket in before.Concat(meanwhile).Concat(after))
        {
            await ComplaintJourney.MessageAboutAsync(agent, ticket, "completed");
            var number = ticket.GetProperty("caseNumber").GetString()!;
            platform.Phone(phone).Count(sms => sms.Contains(number, StringComparison.Ordinal)).ShouldBe(1, number);
        }

        await NothingLiesInErrorQueuesAsync();
    }

    [Fact]
    public async Task A_case_is_taken_unverified_while_Billing_is_dead_and_verified_when_it_lives_again()
    {
        using var agent = await platform.AsAsync("agent");
        var account = await ComplaintJourney.FindAccountAsync(agent, "A1000007");

        await platform.KillAsync("billing");
        var ticket = (await OpenCasesAsync(agent, account, 1)).Single();
        ticket.GetProperty("accountVerification").GetString().ShouldBe("unverified");
        await platform.StartAsync("billing");

        await ComplaintJourney.VerifiedAsync(agent, ticket);
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static async Task<List<JsonElement>> OpenCasesAsync(HttpClient agent, JsonElement account, int count)
    {
        var tickets = new List<JsonElement>();
        for (var i = 0; i < count; i++)
        {
            using var answer = await agent.PostAsJsonAsync(
                Platform.Tickets,
                new
                {
                    description = $"第 {i} 次断线",
                    severity = "minor",
                    ticketType = "fault",
                    relatedEntity = new[] { ComplaintJourney.AccountRef(account.GetProperty("id").GetString()!) },
                },
                Ct
            );
            answer.EnsureSuccessStatusCode();
            tickets.Add(await answer.Content.ReadFromJsonAsync<JsonElement>(Ct));
        }

        return tickets;
    }

    /// <summary>A message in an error queue counts as lost.</summary>
    private async Task NothingLiesInErrorQueuesAsync()
    {
        var broker = new ConnectionFactory
        {
            Uri = new Uri((await platform.App.GetConnectionStringAsync("messaging", Ct))!),
        };
        await using var connection = await broker.CreateConnectionAsync(Ct);
        foreach (
            var queue in new[]
            {
                "notifications-acknowledge-case-when-complaint-opened",
                "notifications-keep-contact-when-contact-changed",
            }
        )
        {
            await using var channel = await connection.CreateChannelAsync(cancellationToken: Ct);
            (await channel.QueueDeclarePassiveAsync(queue, Ct)).MessageCount.ShouldBe(0u, queue);

            // The error queue is only made when something is moved into it.
            await using var errors = await connection.CreateChannelAsync(cancellationToken: Ct);
            await Should.ThrowAsync<OperationInterruptedException>(() =>
                errors.QueueDeclarePassiveAsync($"{queue}_error", Ct)
            );
        }
    }
}
