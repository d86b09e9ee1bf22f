using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading.Tasks;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace Bench.Clocks;

/// <summary>The broker's share of the floor: a message to a queue and back to us, one after the other, nothing else.</summary>
internal static class RoundTrip
{
    public static async Task<IReadOnlyList<TimeSpan>> MeasureAsync(IConnection connection, int times, int bodyBytes)
    {
        await using var channel = await connection.CreateChannelAsync();
        var queue = await channel.QueueDeclareAsync();
        var back = new TaskCompletionSource();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += (_, _) =>
        {
            back.SetResult();
            return Task.CompletedTask;
        };
        await channel.BasicConsumeAsync(queue.QueueName, autoAck: true, consumer);
        var took = new List<TimeSpan>(times);
        for (var i = 0; i < times; i++)
        {
            back = new(TaskCreationOptions.RunContinuationsAsynchronously);
            var sent = Stopwatch.GetTimestamp();
            await channel.BasicPublishAsync("", queue.QueueName, new byte[bodyBytes]);
            await back.Task;
            took.Add(Stopwatch.GetElapsedTime(sent));
        }

        return took;
    }
}
