/* The reference problem with two writers of a byte each and mutant m1 (the swap takes no lock), as threads, over and
 * over: what a stress test sees of it in so many seconds. Prints how many rounds, and in how many a byte went to the
 * backend after its end. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_barrier_t start, end;
static atomic_int current, alive[2], scheduled, found, stop;

static void *writer(void *unused) {
  for (;;) {
    pthread_barrier_wait(&start);
    if (stop) return NULL;
    pthread_mutex_lock(&lock);
    int to = current;
    if (!alive[to]) found = 1;
    pthread_mutex_unlock(&lock);
    pthread_barrier_wait(&end);
  }
}

static void *main_loop(void *unused) {
  for (;;) {
    pthread_barrier_wait(&start);
    if (stop) return NULL;
    while (!scheduled) ;
    current = 1;
    alive[0] = 0;
    pthread_barrier_wait(&end);
  }
}

static void *command(void *unused) {
  for (;;) {
    pthread_barrier_wait(&start);
    if (stop) return NULL;
    alive[1] = 1;
    scheduled = 1;
    pthread_barrier_wait(&end);
  }
}

int main(int count, char **words) {
  long seconds = count > 1 ? atol(words[1]) : 60, rounds = 0, hits = 0;
  void *(*run[])(void *) = {writer, writer, main_loop, command};
  pthread_t threads[4];
  pthread_barrier_init(&start, NULL, 5);
  pthread_barrier_init(&end, NULL, 5);
  for (int at = 0; at < 4; at++) pthread_create(&threads[at], NULL, run[at], NULL);
  for (time_t until = time(NULL) + seconds; time(NULL) < until; rounds++) {
    current = scheduled = found = 0;
    alive[0] = 1;
    alive[1] = 0;
    pthread_barrier_wait(&start);
    pthread_barrier_wait(&end);
    hits += found;
  }
  stop = 1;
  pthread_barrier_wait(&start);
  for (int at = 0; at < 4; at++) pthread_join(threads[at], NULL);
  printf("%ld rounds in %ld s, %ld of them show the defect\n", rounds, seconds, hits);
  return 0;
}
