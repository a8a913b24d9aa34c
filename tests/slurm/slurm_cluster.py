"""A Slurm cluster of one host and two cores, for one test: its daemons and files live in a folder, and end with it. Needs root."""

import os
import shutil
import signal
import socket
import subprocess
import time

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "scontrol", "squeue", "scancel")
SECONDS = 60  # for a daemon to come up or end

# proctrack, task and MPI plugins that need nothing of the host. Jobs of `spot` may be preempted by those of `urgent`: they
# get SIGTERM and 30 s. cred_expire is what a requeued job waits for (120 s, else; 5 s at least).
CONFIG = """
ClusterName=test
SlurmctldHost={host}(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket={folder}/munge.socket,cred_expire=5
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
SlurmctldLogFile={folder}/slurmctld.log
SlurmdLogFile={folder}/slurmd.log
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SchedulerType=sched/builtin
SchedulerParameters=batch_sched_delay=0,sched_interval=1
SlurmctldParameters=preempt_send_user_signal
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
RequeueExit=75
KillWait=30
ReturnToService=2
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 Boards=1 SocketsPerBoard=1 CoresPerSocket=2 ThreadsPerCore=1 RealMemory=500 State=UNKNOWN
PartitionName=spot Nodes=ALL Default=YES MaxTime=10 State=UP PriorityTier=1 PreemptMode=REQUEUE GraceTime=30
PartitionName=urgent Nodes=ALL MaxTime=10 State=UP PriorityTier=10 PreemptMode=OFF
"""


def found(program):
    return shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")


def why_not():
    """Why no cluster can be made here, or nothing."""
    missing = [name for name in PROGRAMS if not found(name)]
    if missing:
        return f"no Slurm here ({', '.join(missing)}): tools/install_packages cluster"
    return "" if os.geteuid() == 0 else "its daemons need root"


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def wait_until(condition, what, seconds=SECONDS):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(what)
        time.sleep(0.1)


def is_alive(process):
    """A zombie has ended, though nobody waits for it: who started the test may reap no strangers."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8") as stream:
            return stream.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


class Cluster:
    """Starts with the object; stop() ends it. `environment` is what Slurm's commands need."""

    def __init__(self, folder):
        self.folder = folder
        for name in ("state", "spool"):
            os.makedirs(self.path(name))
        host = socket.gethostname().split(".")[0]
        with open(self.path("slurm.conf"), "w", encoding="utf-8") as stream:
            stream.write(CONFIG.format(host=host, folder=folder, ports=free_ports(2)))
        with open(os.open(self.path("munge.key"), os.O_WRONLY | os.O_CREAT, 0o600), "wb") as stream:
            stream.write(os.urandom(1024))
        self.environment = {**{key: value for key, value in os.environ.items()
                               if not key.startswith(("SLURM_", "SBATCH_"))}, "SLURM_CONF": self.path("slurm.conf")}
        try:
            self.daemon("munged", "--force", *(f"--{name}={self.path(file)}" for name, file in (
                ("key-file", "munge.key"), ("socket", "munge.socket"), ("pid-file", "munged.pid"),
                ("log-file", "munged.log"), ("seed-file", "munged.seed"))))
            self.daemon("slurmctld")
            self.daemon("slurmd")
            wait_until(lambda: "idle" in self.run("sinfo", "--noheader", "--format=%T"), "an idle node")
        except Exception:
            self.stop()
            raise

    def path(self, *parts):
        return os.path.join(self.folder, *parts)

    def daemon(self, name, *arguments):
        with open(self.path(name + ".start"), "wb") as log:  # no pipe: the daemon would keep it open
            subprocess.run([found(name), *arguments], env=self.environment, check=True, stdout=log, stderr=log,
                           stdin=subprocess.DEVNULL, timeout=SECONDS)

    def run(self, *command, **keywords):
        done = subprocess.run(command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              stdin=subprocess.DEVNULL, timeout=SECONDS, text=True, **keywords)
        return done.stdout

    def start(self, *command):
        return subprocess.Popen(command, env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                stdin=subprocess.DEVNULL)

    def queue(self):
        """Lines "ID state reason" of the jobs that have not ended, array tasks one by one."""
        return [line for line in self.run("squeue", "--noheader", "--array", "--format=%i %T %r").splitlines() if line]

    def stop(self):
        """Cancels what runs and ends the daemons, the last one started first, each by its own process id."""
        if os.path.exists(self.path("slurmd.pid")):
            self.run("scancel", "--user=root")
            try:
                wait_until(lambda: not self.queue(), "an empty queue", 40)
            except TimeoutError:
                pass
        for name in ("slurmd", "slurmctld", "munged"):
            try:
                with open(self.path(name + ".pid"), encoding="utf-8") as stream:
                    process = int(stream.read())
                os.kill(process, signal.SIGTERM)
                wait_until(lambda p=process: not is_alive(p), f"{name}'s end")
            except (FileNotFoundError, ProcessLookupError, ValueError):
                pass
